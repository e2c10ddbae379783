/** The time now, a few times a minute: for "12 s ago". */
import { useEffect, useState } from 'react';

const TICK_MS = 5000;

export function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
