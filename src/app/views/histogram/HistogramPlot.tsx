/** The chart: weights of A left of the divider, of B right of it; the grid as lines, what is beyond it hatched. */
import { scaleLinear } from 'd3-scale';
import type { Histogram, LayerSummary } from '../../../studio/api.ts';
import { count, significant } from '../../format/numbers.ts';
import { NARROW, useMedia } from '../../shell/useMedia.ts';
import { useSize } from '../../shell/useSize.ts';
import { Divider } from '../../stage/Divider.tsx';
import { useApp } from '../../store/context.tsx';
import { Axis } from './Axis.tsx';
import { Beyond } from './Beyond.tsx';
import { curveOf, domainOf, levelsOf } from './geometry.ts';
import { SideCurve } from './SideCurve.tsx';

interface HistogramPlotProps {
  readonly layer: LayerSummary;
  readonly a: Histogram | null;
  readonly b: Histogram | null;
  /** Why nothing is drawn yet. */
  readonly waiting: string | null;
}

/** Room below the axis for level and weight. */
const AXIS = 58;
const TOP = 26;

export function HistogramPlot({ layer, a, b, waiting }: HistogramPlotProps) {
  const [ref, { width }] = useSize<HTMLElement>();
  const split = useApp((state) => state.split);
  const narrow = useMedia(NARROW);
  const height = narrow ? 330 : 386;
  const base = height - AXIS;
  const x = scaleLinear()
    .domain(domainOf([a, b]))
    .range([0, width]);
  const y = scaleLinear()
    .domain([0, peakOf([a, b])])
    .range([base, TOP]);
  const cut = split * width;
  return (
    <figure className="plot vessel" ref={ref} style={{ '--split': split } as Record<string, number>}>
      <svg className="chart" width={width} height={height} role="img" aria-label={chartWords(layer, b)}>
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
        {b && <Beyond histogram={b} x={x} width={width} base={base} narrow={narrow} />}
        {b && <Axis histogram={b} x={x} base={base} narrow={narrow} />}
        {a && <SideCurve side="a" histogram={a} x={x} y={y} base={base} ghost={false} />}
        {b && <SideCurve side="b" histogram={b} x={x} y={y} base={base} ghost />}
        <path className="axis-line" d={`M0 ${base}H${width}`} />
        {!narrow && a && b && <Sayings x={x} cut={cut} b={b} />}
      </svg>
      <i className="cut" />
      <Divider />
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
  cut,
  b,
}: {
  readonly x: (value: number) => number;
  readonly cut: number;
  readonly b: Histogram;
}) {
  const reach = x((b.clip?.high ?? b.high) * 0.98);
  const start = x(b.clip?.low ?? b.low) + 20;
  const room = 230;
  return (
    <>
      {cut - start > room && (
        <text className="say" x={start} y={100}>
          every weight its own value
        </text>
      )}
      {b.levels && reach - cut > room && (
        <text className="say" x={reach - 8} y={100} textAnchor="end">
          every weight on the nearest line
        </text>
      )}
    </>
  );
}

function chartWords({ node }: LayerSummary, b: Histogram | null): string {
  if (!b) return `Weights of ${node}`;
  const grid = b.levels ? `${count(b.levels.length)} levels` : 'no grid';
  const range = `${significant(b.low)} to ${significant(b.high)}`;
  const beyond = b.clip ? `, ${count(b.clip.below + b.clip.above)} weights beyond the grid` : '';
  return `Weights of ${node} from ${range}: left of the divider A, right of it B with ${grid}${beyond}`;
}
