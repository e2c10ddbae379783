/** One side's weights: a curve where they are floats, stems and stairs where they stand on levels. */
import type { ScaleLinear } from 'd3-scale';
import type { Histogram } from '../../../studio/api.ts';
import type { SideName } from '../../store/types.ts';
import type { Level, Point } from './geometry.ts';
import { curveOf, levelsOf, stairs } from './geometry.ts';
import { sampled, useMorph } from './useMorph.ts';

/** Stems nearer than this are left out: they would fill the picture. */
const LEAST_GAP = 9;

interface SideCurveProps {
  readonly side: SideName;
  readonly histogram: Histogram;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly base: number;
  /** Whether the original's curve is drawn behind, dashed. */
  readonly ghost: boolean;
  /** Follows without motion. */
  readonly still: boolean;
}

/** Steps of the axis while a curve moves. */
const SAMPLES = 320;

export function SideCurve({ side, histogram, x, y, base, ghost, still }: SideCurveProps) {
  const levels = levelsOf(histogram);
  const points = levels.length > 0 ? stairs(levels) : curveOf(histogram, histogram.counts);
  const width = x.range()[1] ?? 0;
  const heights = sampled(points, (point) => [x(point.x), y(point.y)], { width, base, count: SAMPLES });
  const { heights: between, done } = useMorph(heights, histogram, still);
  const moving = between?.map((h, i) => `L${((i / (SAMPLES - 1)) * width).toFixed(1)} ${(base - h).toFixed(1)}`);
  const line = moving ? `M0 ${base}${moving.join('')}` : pathOf(points, x, y);
  const closed = points.length > 0 ? `${line}V${base}H${moving ? 0 : x(points[0]?.x ?? 0)}Z` : '';
  const before = histogram.baselineCounts;
  return (
    <g clipPath={`url(#side-${side})`}>
      <path className={`curve-fill ${side}`} d={closed} />
      {ghost && before && <path className="curve-ghost" d={pathOf(curveOf(histogram, before), x, y)} />}
      <path className={`curve-line ${side}`} d={levels.length > 0 ? `${line}V${base}` : line} />
      <g opacity={done}>
        <Stems side={side} levels={levels} x={x} y={y} base={base} />
      </g>
    </g>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Stems({
  side,
  levels,
  x,
  y,
  base,
}: Pick<SideCurveProps, 'side' | 'x' | 'y' | 'base'> & { readonly levels: readonly Level[] }) {
  const [first, second] = levels;
  if (!first || !second || x(second.value) - x(first.value) < LEAST_GAP) return null;
  return levels.map(({ code, value, density }) => (
    <g key={code} className={`stem ${side}`}>
      <path d={`M${x(value)} ${base}V${y(density)}`} />
      {side === 'b' ? (
        <circle cx={x(value)} cy={y(density)} r="5" />
      ) : (
        <rect x={x(value) - 4} y={y(density) - 4} width="8" height="8" />
      )}
    </g>
  ));
}

function pathOf(points: readonly Point[], x: (value: number) => number, y: (value: number) => number): string {
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('');
}
