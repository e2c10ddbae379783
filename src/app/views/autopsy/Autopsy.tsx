/**
 * One sample taken apart: layer by layer what A and B make of it, side by side with their difference, beside how the
 * error adds up; and the way to restore the layer that is looked at and see whether the flip goes.
 */

import { useEffect, useRef } from 'react';
import type { TracedLayer } from '../../../studio/api.ts';
import { decimals, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { fallsOf } from '../heal/falls.ts';
import { Falls } from '../heal/Waterfall.tsx';
import { useTask } from '../useTask.ts';
import { Apart } from './Apart.tsx';
import { Field } from './Field.tsx';
import { Restore } from './Restore.tsx';
import { differenceOf, rasterOf, reachOf } from './tiles.ts';
import './autopsy.css';

export default function Autopsy({ sample }: { readonly sample: number }) {
  const { engine } = useStudio();
  const [a, b] = [useApp((s) => s.results.a?.modelId ?? null), useApp((s) => s.results.b?.modelId ?? null)];
  const choose = useApp((state) => state.choose);
  const title = useOpened();
  const live = a !== null && b !== null;
  const { value, error } = useTask(live ? `${a}|${b}|${sample}` : null, (options) => engine.trace(sample, options));
  return (
    <section className="autopsy" aria-labelledby="autopsy-title">
      <header className="study-head">
        <h2 id="autopsy-title" ref={title} tabIndex={-1}>
          {t('Sample {sample}, layer by layer', { sample })}
        </h2>
        <button type="button" className="link" onClick={() => choose('autopsy', null)}>
          {t('Close')}
        </button>
      </header>
      {error !== null && <p role="alert">× {error}</p>}
      {value && value.length > 0 ? (
        <Layers layers={value} sample={sample} />
      ) : (
        <p className="quiet" role="status">
          {value ? t('The two sides have no layer in common.') : waiting(live)}
        </p>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const waiting = (live: boolean): string =>
  live ? t('Running the sample through both.') : t('Both sides are taken apart once they are live.');

interface LayersProps {
  readonly layers: readonly TracedLayer[];
  readonly sample: number;
}

function Layers({ layers, sample }: LayersProps) {
  const chosen = useApp((state) => state.layer);
  const setLayer = useApp((state) => state.setLayer);
  const named = layers.findIndex(({ node }) => node === chosen);
  const at = named >= 0 ? named : steepest(layers);
  const layer = layers[at];
  if (!layer) return null;
  return (
    <div className="autopsy-body">
      <div>
        <label className="scrub">
          <span>{t('layer')}</span> <output>{layer.node}</output>
          <input
            type="range"
            min={0}
            max={layers.length - 1}
            value={at}
            aria-label={t('Layer that is looked at')}
            aria-valuetext={t('{layer}, {at} of {all}', { layer: layer.node, at: at + 1, all: layers.length })}
            onChange={(event) => setLayer(layers[Number(event.target.value)]?.node ?? null)}
          />
        </label>
        <Fields layer={layer} />
        <p data-provenance="live">{apartWords(layer)}</p>
        <Restore node={layer.node} sample={sample} />
        <Apart layer={layer} />
      </div>
      <div>
        <h3>{t('How the error adds up')}</h3>
        <Falls drifts={layers} chosen={layer.node} label={t('Error of each layer, adding up')} />
      </div>
    </div>
  );
}

function Fields({ layer: { node, shape, channels, a, b } }: { readonly layer: TracedLayer }) {
  const difference = differenceOf(a, b);
  const raster = (values: Float32Array) => rasterOf(shape, channels.length, values);
  const both = reachOf(a, b);
  return (
    <>
      <div className="fields">
        <Field side="a" title={node} raster={raster(a)} reach={both} />
        <Field side="b" title={node} raster={raster(b)} reach={both} />
        <Field side={null} title={t('B minus A')} raster={raster(difference)} reach={reachOf(difference)} />
      </div>
      {channels.length < (shape[0] ?? 0) && (
        <p className="quiet">
          {t('The {shown} of {all} channels that differ most.', { shown: channels.length, all: shape[0] ?? 0 })}
        </p>
      )}
    </>
  );
}

function apartWords({ shape, cosine, sqnr, maxError }: TracedLayer): string {
  const size = shape.join(' × ');
  if (maxError === 0) return t('{size} values, the same on both sides.', { size });
  return t('{size} values; the error is {share} % of the signal, the largest difference {most}, the cosine {cosine}.', {
    size,
    share: significant(10 ** (-sqnr / 20) * 100),
    most: significant(maxError),
    cosine: decimals(cosine, 4),
  });
}

/** The layer at which the error grows most. */
function steepest(layers: readonly TracedLayer[]): number {
  const growth = fallsOf(layers).map(({ before, after }) => after - before);
  return Math.max(0, growth.indexOf(Math.max(...growth)));
}

/** Takes the focus when it was opened from the note, and leaves it alone when a link opened it. */
function useOpened() {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!document.activeElement?.closest('.note')) return;
    title.current?.focus({ preventScroll: true });
    title.current?.scrollIntoView({ block: 'start' });
    return () => document.querySelector<HTMLElement>('.note [data-opens="autopsy"]')?.focus();
  }, []);
  return title;
}
