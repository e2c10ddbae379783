/** Words for a live region: said only once they have stood for a while, so that moving a cursor does not flood it. */
import { useEffect, useState } from 'react';

const PAUSE_MS = 400;

export function useSpoken(words: string): string {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return spoken;
}
