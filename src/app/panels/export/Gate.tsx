/** What the person can accept, and whether the side keeps within it: said before anything is saved. */
import { useState } from 'react';
import { bytesFigure, decimals, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName } from '../../store/types.ts';
import type { Bounds, Gated, Verdict } from './gate.ts';
import { gate, keepBounds, readBounds } from './gate.ts';

export function Gate({ side }: { readonly side: SideName }) {
  const result = useApp((state) => state.results[side]);
  const trust = useApp((state) => trustOf(state, side));
  const [bounds, setBounds] = useState(readBounds);
  const change = (part: Partial<Bounds>): void => {
    const next = { ...bounds, ...part };
    setBounds(next);
    keepBounds(next);
  };
  if (!result) return null;
  const gated = gate(result, bounds);
  return (
    <section className="gate" aria-label={t('Within bounds?')}>
      <div className="form">
        <label className="field">
          <span>{t('may lose, in points')}</span>
          <input
            type="number"
            min={0}
            step={0.1}
            value={bounds.points}
            onChange={(event) => change({ points: Math.max(0, event.target.valueAsNumber || 0) })}
          />
        </label>
        <label className="field">
          <span>{t('may take, in kB (empty: any)')}</span>
          <input
            type="number"
            min={0}
            value={bounds.kilobytes ?? ''}
            onChange={(event) => change({ kilobytes: event.target.value === '' ? null : event.target.valueAsNumber })}
          />
        </label>
      </div>
      <div aria-live="polite" data-provenance={trust}>
        <p className={gated.quality}>
          <span className="verdict-word">{qualityWord(gated.quality)}</span> {lossWords(gated)}
        </p>
        {gated.size !== 'unknown' && (
          <p className={gated.size}>
            <span className="verdict-word">{gated.size === 'fits' ? t('Fits.') : t('× Too large.')}</span>{' '}
            {t('It takes {size}.', { size: text(bytesFigure(result.measurement.size.bytes)) })}
          </p>
        )}
        {trust !== 'live' && <p className="label">{t('Not measured here yet: it may still change.')}</p>}
      </div>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function qualityWord(verdict: Verdict): string {
  switch (verdict) {
    case 'fits':
      return t('Passes.');
    case 'fails':
      return t('× Fails.');
    case 'open':
      return t('Cannot be told.');
    case 'unknown':
      return t('Nothing to judge.');
    default:
      return verdict satisfies never;
  }
}

function lossWords({ quality, loss }: Gated): string {
  if (loss === null) return t('Nothing was compared with the original.');
  const [low, high] = [decimals(Math.min(loss.low, loss.high), 2), decimals(Math.max(loss.low, loss.high), 2)];
  const range = t('The loss lies between {low} and {high} points (95 %).', { low, high });
  return quality === 'open' ? `${range} ${t('More samples would tell.')}` : range;
}
