/** What lies beyond the clip limits: hatched, with how many weights are held at the last level. */
import type { ScaleLinear } from 'd3-scale';
import type { Histogram } from '../../../studio/api.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Cut } from '../../recipe/cuts.ts';
import { levelsOf } from './geometry.ts';

interface BeyondProps {
  readonly histogram: Histogram;
  readonly x: ScaleLinear<number, number>;
  readonly width: number;
  readonly base: number;
  readonly narrow: boolean;
  /** Where a hand has set the limits; null where the grid's own ends are meant. */
  readonly cut: Cut | null;
}

export function Beyond({ histogram, x, width, base, narrow, cut }: BeyondProps) {
  const { clip } = histogram;
  if (!clip) return null;
  const [low, high] = [Math.max(0, x(cut?.[0] ?? clip.low)), Math.min(width, x(cut?.[1] ?? clip.high))];
  const levels = levelsOf(histogram);
  const words = (n: number, code: number | undefined, room: number): string => {
    if (narrow || room < 76) return n === 0 ? '' : count(n);
    if (room < 170 || code === undefined) return t('{n} beyond', { n: count(n) });
    return t('{n} beyond, held at {level}', { n: count(n), level: signed(code) });
  };
  return (
    <>
      <rect fill="url(#beyond)" width={low} height={base} />
      <rect fill="url(#beyond)" x={high} width={Math.max(0, width - high)} height={base} />
      <path className="clip-line" d={`M${low} 0V${base}M${high} 0V${base}`} />
      <text className="beyond-words" x={low - 10} y={24} textAnchor="end">
        {low > 24 && words(clip.below, levels[0]?.code, low)}
      </text>
      <text className="beyond-words" x={high + 10} y={24}>
        {width - high > 24 && words(clip.above, levels[levels.length - 1]?.code, width - high)}
      </text>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function signed(code: number): string {
  return code < 0 ? `−${-code}` : String(code);
}
