/** What is counted, what the curves mean, where the grid ends, and the way back from limits that a hand has set. */
import type { Histogram, LayerSummary } from '../../../studio/api.ts';
import { count, significant } from '../../format/numbers.ts';
import { t, tn } from '../../messages/t.ts';
import type { Counted } from './HistogramPlot.tsx';
import { LeastError } from './LeastError.tsx';
import type { CutControl } from './useCut.ts';

interface HistogramLegendProps {
  readonly layer: LayerSummary;
  readonly b: Histogram | null;
  readonly what: Counted;
  readonly setWhat: (what: Counted) => void;
  readonly control: CutControl;
}

export function HistogramLegend({ layer, b, what, setWhat, control }: HistogramLegendProps) {
  const { cut, able, release } = control;
  return (
    <div className="legend">
      <fieldset className="counted">
        <legend className="unseen">{t('What is counted')}</legend>
        <Choice value="weights" chosen={what} choose={setWhat} words={t('weights')} />
        <Choice value="activations" chosen={what} choose={setWhat} words={t('what flows in')} />
      </fieldset>
      <span className="tone-a">
        <svg width="22" height="10" aria-hidden="true">
          <path d="M0 8Q11 -4 22 8" className="curve-line a" />
        </svg>
        A
      </span>
      <span className="tone-b">
        <svg width="22" height="12" aria-hidden="true">
          <path d="M0 10H7V5H15V1H22" className="curve-line b" />
        </svg>
        B{b?.levels ? t(', share of each level') : ''}
      </span>
      <span>
        <svg width="22" height="10" aria-hidden="true">
          <path d="M0 8Q11 -4 22 8" className="curve-ghost" />
        </svg>
        {t('as it came')}
      </span>
      {b && (
        <span className="end">
          {gridWords(b, what)}
          {what === 'weights' && able && (
            <>
              {cut ? <Release release={release} /> : `. ${t('Drag a handle to clip, or')}`} <LeastError layer={layer} />
            </>
          )}
        </span>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface ChoiceProps {
  readonly value: Counted;
  readonly chosen: Counted;
  readonly choose: (value: Counted) => void;
  readonly words: string;
}

function Choice({ value, chosen, choose, words }: ChoiceProps) {
  return (
    <label>
      <input type="radio" name="counted" checked={value === chosen} onChange={() => choose(value)} />
      {words}
    </label>
  );
}

function Release({ release }: { readonly release: () => void }) {
  return (
    <button type="button" className="link" onClick={release}>
      {t('clip as the recipe says')}
    </button>
  );
}

function gridWords({ levels, clip, scales }: Histogram, what: Counted): string {
  if (!levels) return t('no grid: floats');
  const whose =
    scales > 1 ? t('grid of the median of {count} scales', { count: count(scales) }) : t('one grid for all');
  if (!clip) return whose;
  const range = t('{low} to {high}', { low: significant(clip.low), high: significant(clip.high) });
  const beyond = clip.below + clip.above;
  const words =
    what === 'weights'
      ? tn(beyond, '{count} weight beyond', '{count} weights beyond', { count: count(beyond) })
      : tn(beyond, '{count} value beyond', '{count} values beyond', { count: count(beyond) });
  return `${whose}, ${range}; ${words}`;
}
