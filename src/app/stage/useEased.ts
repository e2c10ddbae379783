/** A number that moves to its target: levels, line and thread together. Instant where the person asked for less motion. */
import { useEffect, useRef, useState } from 'react';
import { prefersStillness } from '../shell/useMedia.ts';

/** Duration of a level finding its height, in milliseconds. */
const DECANT_MS = 720;

/** The value on its way to `target`. */
export function useEased(target: number): number {
  const [value, setValue] = useState(target);
  const from = useRef(target);
  useEffect(() => {
    if (from.current === target) return;
    if (prefersStillness()) {
      from.current = target;
      setValue(target);
      return;
    }
    const [start, began] = [from.current, performance.now()];
    let frame = requestAnimationFrame(function step(now) {
      const time = Math.min(1, Math.max(0, (now - began) / DECANT_MS));
      from.current = time === 1 ? target : start + (target - start) * ease(time);
      setValue(from.current);
      if (time < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return value;
}

/** Slow, fast, slow: cubic. */
function ease(time: number): number {
  return time < 0.5 ? 4 * time ** 3 : 1 - (2 - 2 * time) ** 3 / 2;
}
