/** Stops what is being worked out; the last good result stays. Shown once work has taken long enough to want it. */

import { useEffect, useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp, useStudio } from '../store/context.tsx';

/** Work shorter than this is over before anybody could stop it. */
const WAIT_MS = 500;

export function StopButton() {
  const { engine } = useStudio();
  const working = useApp((state) => state.work !== null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!working) return setShown(false);
    const timer = setTimeout(() => setShown(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, [working]);
  if (!shown) return null;
  return (
    <button type="button" className="stop" onClick={() => engine.stop()}>
      {t('Stop')}
    </button>
  );
}
