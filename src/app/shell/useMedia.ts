/** Media queries as values: narrow screens, theme, reduced motion. */
import { useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
  );
}

export const NARROW = '(max-width: 720px)';
export const DARK = '(prefers-color-scheme: dark)';

/** Whether the person asked for less motion; asked at the moment of moving. */
export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
