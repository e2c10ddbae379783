/** The chart: weights of A left of the divider, of B right of it; the grid as lines, what is beyond it hatched. */
import { scaleLinear } from 'd3-scale';
import type { Histogram, LayerSummary } from '../../../studio/api.ts';
import { count, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { NARROW, useMedia } from '../../shell/useMedia.ts';
import { useSize, useWindowHeight } from '../../shell/useSize.ts';
import { Divider } from '../../stage/Divider.tsx';
import { useApp } from '../../store/context.tsx';
import { Axis } from './Axis.tsx';
import { Beyond } from './Beyond.tsx';
import { ClipHandles } from './ClipHandles.tsx';
import { curveOf, domainOf, levelsOf } from './geometry.ts';
import { SideCurve } from './SideCurve.tsx';
import type { CutControl } from './useCut.ts';

interface HistogramPlotProps {
  readonly layer: LayerSummary;
  readonly a: Histogram | null;
  readonly b: Histogram | null;
  /** Why nothing is drawn yet. */
  readonly waiting: string | null;
  readonly what: Counted;
  /** The handles' state; null where there is nothing to clip. */
  readonly control: CutControl | null;
}

/** What is counted: weights of a layer, or the values that flow into it. */
export type Counted = 'weights' | 'activations';

/** Room below the axis for level and weight. */
const AXIS = 58;
const TOP = 26;
/** Height of everything on the screen but the chart, and what the chart keeps between. */
const AROUND = 559;
const [LEAST, TALLEST] = [300, 640];

export function HistogramPlot({ layer, a, b, waiting, what, control }: HistogramPlotProps) {
  const [ref, { width }] = useSize<HTMLElement>();
  const split = useApp((state) => state.split);
  const narrow = useMedia(NARROW);
  const windowHeight = useWindowHeight();
  const height = narrow ? 330 : Math.min(TALLEST, Math.max(LEAST, windowHeight - AROUND));
  const base = height - AXIS;
  const x = scaleLinear()
    .domain(domainOf([a, b]))
    .range([0, width]);
  const y = scaleLinear()
    .domain([0, peakOf([a, b])])
    .range([base, TOP]);
  const cut = split * width;
  const limits = control?.cut ?? null;
  const handles = limits ?? (b?.clip && ([b.clip.low, b.clip.high] as const));
  const still = control?.tried != null;
  const nameOf = (side: string): string => `${side}|${what}|${layer.node}`;
  return (
    <figure className="plot vessel" ref={ref} style={{ '--split': split } as Record<string, number>}>
      <svg className="chart" width={width} height={height} role="img" aria-label={chartWords(layer, b, what)}>
        <defs>
          <pattern id="beyond" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V6" stroke="var(--hair-2)" strokeWidth="1.5" />
          </pattern>
          <clipPath id="side-a">
            <rect width={cut} height={height} />
          </clipPath>
          <clipPath id="side-b">
            <rect x={cut} width={Math.max(0, width - cut)} height={height} />
          </clipPath>
        </defs>
        {b && <Beyond histogram={b} x={x} width={width} base={base} narrow={narrow} cut={limits} />}
        {b && (
          <Axis histogram={b} x={x} base={base} narrow={narrow} unit={what === 'weights' ? t('weight') : t('value')} />
        )}
        {a && (
          <SideCurve key={nameOf('a')} side="a" histogram={a} x={x} y={y} base={base} ghost={false} still={still} />
        )}
        {b && <SideCurve key={nameOf('b')} side="b" histogram={b} x={x} y={y} base={base} ghost still={still} />}
        <path className="axis-line" d={`M0 ${base}H${width}`} />
        {!narrow && a && b && <Sayings x={x} width={width} cut={cut} b={b} what={what} />}
      </svg>
      <i className="cut" />
      <Divider />
      {control?.able && handles && width > 0 && (
        <ClipHandles x={x} at={handles} move={control.move} release={control.release} />
      )}
      {waiting !== null && (
        <p className="plot-waiting" style={{ left: a && !b ? cut : 0 }}>
          {waiting}
        </p>
      )}
    </figure>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** The highest point of either curve; spikes of few levels may stand above the picture's middle. */
function peakOf(histograms: readonly (Histogram | null)[]): number {
  const peaks = histograms.flatMap((h) => {
    if (!h) return [];
    const levels = levelsOf(h);
    if (levels.length > 0) return levels.map(({ density }) => density);
    return curveOf(h, h.counts).map((point) => point.y);
  });
  return Math.max(...peaks, 1e-9);
}

function Sayings({
  x,
  width,
  cut,
  b,
  what,
}: {
  readonly what: Counted;
  readonly x: (value: number) => number;
  readonly width: number;
  readonly cut: number;
  readonly b: Histogram;
}) {
  const reach = Math.min(width, x((b.clip?.high ?? b.high) * 0.98));
  const start = Math.max(0, x(b.clip?.low ?? b.low)) + 20;
  const room = 230;
  return (
    <>
      {cut - start > room && (
        <text className="say" x={start} y={100}>
          {what === 'weights' ? t('every weight its own value') : t('every value as it flows')}
        </text>
      )}
      {b.levels && reach - cut > room && (
        <text className="say" x={reach - 8} y={100} textAnchor="end">
          {what === 'weights' ? t('every weight on the nearest line') : t('every value on the nearest line')}
        </text>
      )}
    </>
  );
}

function chartWords({ node }: LayerSummary, b: Histogram | null, what: Counted): string {
  const title = what === 'weights' ? t('Weights of {node}', { node }) : t('Values that flow into {node}', { node });
  if (!b) return title;
  const grid = b.levels ? t('{levels} levels', { levels: count(b.levels.length) }) : t('no grid');
  const values = { title, low: significant(b.low), high: significant(b.high), grid };
  const words = t('{title} from {low} to {high}: left of the divider A, right of it B with {grid}', values);
  return b.clip ? `${words}, ${t('{count} beyond the grid', { count: count(b.clip.below + b.clip.above) })}` : words;
}
