/** The cells of the grid as the store has them now. */
import { useMemo } from 'react';
import { useApp, useStudio } from '../store/context.tsx';
import type { Cell } from './cells.ts';
import { cellsOf } from './cells.ts';

/** The cells for a grid of `count`. */
export function useCells(count: number): Cell[] {
  const { engine } = useStudio();
  const results = useApp((state) => state.results);
  const samples = useApp((state) => state.opened?.data.samples ?? 0);
  const filter = useApp((state) => state.filter);
  const only = useApp((state) => state.only);
  const arrived = useApp((state) => state.imagesVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels arrive with the images.
  return useMemo(
    () => cellsOf(results, engine.images, samples, { filter, only }, count),
    [results, engine, samples, filter, only, count, arrived],
  );
}
