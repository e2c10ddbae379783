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
  const rest = progress?.secondsLeft === undefined ? '' : `, ${left(progress.secondsLeft)}`;
  return (
    <div className="progress-row">
      <span>
        {words}
        {rest}
      </span>
      <span className="progress-bar" aria-hidden="true">
        <i style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      {stop && (
        <button type="button" className="btn" onClick={stop}>
          {t('Stop')}
        </button>
      )}
    </div>
  );
}
