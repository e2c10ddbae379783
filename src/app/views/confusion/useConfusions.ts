/** The confusions of both sides as they were last measured, and the names of the classes. */
import { useMemo } from 'react';
import { useApp } from '../../store/context.tsx';
import type { Confusions } from './matrices.ts';
import { confusionsOf } from './matrices.ts';

export function useConfusions(): { readonly confusions: Confusions | null; readonly name: (index: number) => string } {
  const a = useApp((state) => state.results.a?.measurement.quality.answers);
  const b = useApp((state) => state.results.b?.measurement.quality.answers);
  const names = useApp((state) => state.opened?.data.classes);
  const classes = useMemo(() => names?.length ?? 1 + highest(a?.top, b?.top), [names, a, b]);
  const confusions = useMemo(() => confusionsOf(a, b, classes), [a, b, classes]);
  return { confusions, name: (index) => names?.[index] ?? String(index) };
}

// ---------------------------------------------------------------------------------------------------------------------

function highest(...answers: readonly (Int32Array | undefined)[]): number {
  let most = -1;
  for (const top of answers) for (const one of top ?? []) most = Math.max(most, one);
  return most;
}
