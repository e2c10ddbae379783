/** The layers of the network in small, on one axis each; choosing one shows it large. */

import type { LayerSummary } from '../../../studio/api.ts';
import { decimals } from '../../format/numbers.ts';
import { t, tn } from '../../messages/t.ts';
import { Pick } from '../../sides/Pick.tsx';
import { useApp } from '../../store/context.tsx';
import { useLayerError, useLayers, weightsOf } from '../useLayer.ts';
import { curveOf, domainOf, levelsOf } from './geometry.ts';
import { useHistogram } from './useHistogram.ts';

/** So many stand side by side; the others are in a menu. */
const MOST_SHOWN = 4;
const BINS = 60;
const [WIDTH, HEIGHT] = [120, 44];

export function LayerPicker({ chosen }: { readonly chosen: LayerSummary }) {
  const layers = useLayers();
  const setLayer = useApp((state) => state.setLayer);
  const shown = shownOf(layers, chosen);
  const options = layers.map((layer) => ({
    value: layer.node,
    word: layer.node,
    help: `${layer.operator}, ${layer.shape.join(' × ')}`,
  }));
  return (
    <section>
      <h2>
        {layers.length > shown.length ? (
          <>
            {t('The largest layers, or')}{' '}
            <Pick label={t('layer')} options={options} value={chosen.node} onChange={setLayer} />
          </>
        ) : (
          tn(layers.length, 'One layer, each on its own axis', '{count} layers, each on its own axis')
        )}
      </h2>
      <div className="layer-picks">
        {shown.map((layer) => (
          <LayerButton key={layer.node} layer={layer} pressed={layer.node === chosen.node} choose={setLayer} />
        ))}
      </div>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface LayerButtonProps {
  readonly layer: LayerSummary;
  readonly pressed: boolean;
  readonly choose: (node: string) => void;
}

function LayerButton({ layer, pressed, choose }: LayerButtonProps) {
  const error = useLayerError('b', layer.node);
  return (
    <button type="button" aria-pressed={pressed} onClick={() => choose(layer.node)}>
      <b>{layer.node}</b>
      <MiniHistogram layer={layer} />
      <span className="label">
        {error ? `${t('{bits} bits', { bits: error.bits })}, ${decimals(error.sqnr, 1)} dB` : t('as it came')}
      </span>
    </button>
  );
}

function MiniHistogram({ layer }: { readonly layer: LayerSummary }) {
  const { value } = useHistogram('b', layer.parameter, BINS);
  if (!value) return <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const [low, high] = domainOf([value]);
  const curve = curveOf(value, value.baselineCounts ?? value.counts);
  const peak = Math.max(...curve.map(({ y }) => y), 1e-9);
  const x = (weight: number): string => (((weight - low) / (high - low)) * WIDTH).toFixed(1);
  const y = (density: number): string => (HEIGHT - 1 - Math.min(1, density / peak) * (HEIGHT - 4)).toFixed(1);
  const line = curve.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.x)} ${y(point.y)}`).join('');
  const levels = levelsOf(value);
  const stems =
    levels.length <= 40 ? levels.map((level) => `M${x(level.value)} ${HEIGHT - 1}V${y(level.density)}`) : [];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="curve-fill a" d={`${line}V${HEIGHT - 1}H0Z`} />
      <path className="mini-stems" d={stems.join('')} vectorEffect="non-scaling-stroke" />
      <path className="axis-line" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
    </svg>
  );
}

/** The largest layers in graph order, the chosen one always among them. */
function shownOf(layers: readonly LayerSummary[], chosen: LayerSummary): LayerSummary[] {
  const largest = [...layers].sort((p, q) => weightsOf(q) - weightsOf(p)).slice(0, MOST_SHOWN);
  const kept = largest.some(({ node }) => node === chosen.node) ? largest : [...largest.slice(0, -1), chosen];
  return layers.filter((layer) => kept.includes(layer));
}
