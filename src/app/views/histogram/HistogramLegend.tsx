/** What the curves mean, and where the grid ends. */
import type { Histogram } from '../../../studio/api.ts';
import { count, significant } from '../../format/numbers.ts';

export function HistogramLegend({ b }: { readonly b: Histogram | null }) {
  return (
    <p className="legend">
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
        B{b?.levels ? ', share of each level' : ''}
      </span>
      <span>
        <svg width="22" height="10" aria-hidden="true">
          <path d="M0 8Q11 -4 22 8" className="curve-ghost" />
        </svg>
        as it came
      </span>
      {b && <span className="end">{gridWords(b)}</span>}
    </p>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function gridWords({ levels, clip, scales }: Histogram): string {
  if (!levels) return 'no grid: floats';
  const whose = scales > 1 ? `grid of the median of ${count(scales)} scales` : 'one grid for all';
  if (!clip) return whose;
  const beyond = clip.below + clip.above;
  return `${whose}, ${significant(clip.low)} to ${significant(clip.high)}; ${count(beyond)} weights beyond`;
}
