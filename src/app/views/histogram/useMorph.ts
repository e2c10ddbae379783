/**
 * A curve on its way to another one: heights at even steps of the axis, so that a bell can fall together into spikes.
 * Instant where the person asked for less motion.
 */
import { useEffect, useRef, useState } from 'react';
import { prefersStillness } from '../../shell/useMedia.ts';
import type { Point } from './geometry.ts';

const MORPH_MS = 720;

export interface Morph {
  /** Heights in pixels on the way; null at rest, when the curve itself is drawn. */
  readonly heights: readonly number[] | null;
  /** How far on the way, 0 to 1. */
  readonly done: number;
}

const RESTING: Morph = { heights: null, done: 1 };

/**
 * @param heights of the curve to arrive at, in pixels
 * @param key stands for the curve; another one sets it in motion
 * @param still follows without motion, as while a handle is dragged
 */
export function useMorph(heights: readonly number[], key: unknown, still: boolean): Morph {
  const shown = useRef<{ key: unknown; heights: readonly number[] }>({ key, heights });
  const target = useRef(heights);
  target.current = heights;
  const [morph, setMorph] = useState(RESTING);
  useEffect(() => {
    const from = shown.current;
    if (from.key === key || still || prefersStillness() || from.heights.length !== target.current.length) {
      shown.current = { key, heights: target.current };
      setMorph(RESTING);
      return;
    }
    const began = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const time = Math.min(1, Math.max(0, (now - began) / MORPH_MS));
      const share = 1 - (1 - time) ** 3;
      const between = target.current.map((to, i) => (from.heights[i] ?? to) * (1 - share) + to * share);
      shown.current = { key: time === 1 ? key : from.key, heights: between };
      setMorph(time === 1 ? RESTING : { heights: between, done: share });
      if (time < 1) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      shown.current = { ...shown.current, key };
    };
  }, [key, still]);
  useEffect(() => {
    if (morph === RESTING && shown.current.key === key) shown.current = { key, heights };
  });
  return morph;
}

/** Heights of a polyline above `base` at `count` even steps of [0, width]; 0 where it has no point. */
export function sampled(
  points: readonly Point[],
  place: (point: Point) => readonly [x: number, y: number],
  { width, base, count }: { readonly width: number; readonly base: number; readonly count: number },
): number[] {
  const placed = points.map(place);
  let at = 0;
  return Array.from({ length: count }, (_, i) => {
    const x = (i / (count - 1)) * width;
    while (at + 1 < placed.length && (placed[at + 1]?.[0] ?? 0) < x) at++;
    const [here, next] = [placed[at], placed[at + 1]];
    if (!here || !next || x < here[0] || x > next[0]) return 0;
    const share = next[0] > here[0] ? (x - here[0]) / (next[0] - here[0]) : 0;
    return base - (here[1] + (next[1] - here[1]) * share);
  });
}
