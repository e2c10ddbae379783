/** The axes that a normalization goes over. */
import { normalizeAxis } from '../../../tensor/shape.ts';

/** The axes from `axis` to the last. */
export function axesFrom(axis: number, rank: number): number[] {
  const first = normalizeAxis(axis, rank);
  return Array.from({ length: rank - first }, (_, i) => first + i);
}
