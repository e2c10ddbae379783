/** The two rows below the chart: levels of the grid, and weights. */
import type { ScaleLinear } from 'd3-scale';
import type { Histogram } from '../../../studio/api.ts';
import { numeral } from '../../format/numeral.ts';
import { t } from '../../messages/t.ts';
import { levelsOf } from './geometry.ts';

interface AxisProps {
  readonly histogram: Histogram;
  readonly x: ScaleLinear<number, number>;
  readonly base: number;
  readonly narrow: boolean;
  /** What the lower row counts in: "weight", "value". */
  readonly unit: string;
}

/** Grid lines and labels nearer than these are thinned out, in pixels. */
const [LEAST_LINE, LEAST_LABEL] = [4, 30];
/** Where the names of the rows end. */
const NAMES = 64;

export function Axis({ histogram, x, base, narrow, unit }: AxisProps) {
  const levels = levelsOf(histogram);
  const gap = Math.abs(x(levels[1]?.value ?? 0) - x(levels[0]?.value ?? 0));
  const end = x.range()[1] ?? 0;
  const every = Math.max(1, Math.ceil(LEAST_LABEL / Math.max(gap, 0.01)));
  return (
    <>
      {gap >= LEAST_LINE &&
        levels
          .filter(({ value }) => x(value) >= 0 && x(value) <= end)
          .map(({ code, value }) => <path key={code} className="grid-line" d={`M${x(value)} 0V${base}m0 0v5`} />)}
      {levels
        .filter(({ code, value }) => code % every === 0 && x(value) > NAMES && x(value) <= end)
        .map(({ code, value }) => (
          <text key={code} className="level-name" x={x(value)} y={base + 19} textAnchor="middle">
            {code < 0 ? `−${-code}` : code}
          </text>
        ))}
      {x
        .ticks(narrow ? 4 : 8)
        .filter((value) => x(value) > NAMES && x(value) < end - 20)
        .map((value) => (
          <text key={value} x={x(value)} y={base + 39} textAnchor="middle">
            {numeral(x.tickFormat(8)(value))}
          </text>
        ))}
      {levels.length > 0 && (
        <text x={12} y={base + 19}>
          {t('level')}
        </text>
      )}
      <text x={12} y={base + 39}>
        {unit}
      </text>
    </>
  );
}
