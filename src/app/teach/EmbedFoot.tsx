/** Below a view that stands in another page: what it is, and the way to the whole of it. */
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { NO_FLAGS } from './flags.ts';
import { writeFlags } from './writeFlags.ts';
import './teach.css';

export default function EmbedFoot() {
  // Recipes and view are in the link, which is read when it is followed.
  const whole = useApp((state) => state.sides && writeFlags(location.hash, NO_FLAGS));
  return (
    <footer className="embed-foot label">
      <span>{t('Measured in this tab by Decant.')}</span>
      <a href={whole} target="_blank" rel="noreferrer">
        {t('Open the whole studio')}
      </a>
    </footer>
  );
}
