/** Work in progress in a panel: what, how far, how long still, and the way to stop it. */

import type { Progress } from '../../core/task.ts';
import { left } from '../format/numbers.ts';
import { t } from '../messages/t.ts';

interface ProgressRowProps {
  readonly label: string;
  readonly progress: Progress | null;
  readonly stop?: () => void;
}

export function ProgressRow({ label, progress, stop }: ProgressRowProps) {
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
  const words = share === null ? label : `${label}, ${Math.floor(share * 100)} %`;
  const quarter = share === null ? label : `${label}, ${Math.floor(share * 4) * 25} %`;
  const rest = progress?.secondsLeft === undefined ? '' : `, ${left(progress.secondsLeft)}`;
  return (
    <div className="progress-row">
      <span>
        {words}
        {rest}
      </span>
      <span className="progress-bar" role="progressbar" aria-label={label} {...values(share)}>
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className="unseen" role="status">
        {quarter}
      </span>
      {stop && (
        <button type="button" className="btn" onClick={stop}>
          {t('Stop')}
        </button>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** How far, for those who ask the bar; what is said of itself, by quarters, stands beside it. */
function values(share: number | null) {
  return share === null ? {} : { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.floor(share * 100) };
}
