/** What has just been finished, read aloud politely. */
import { useApp } from '../store/context.tsx';

export function LiveRegion() {
  const announcement = useApp((state) => state.announcement);
  return (
    <div className="unseen" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
