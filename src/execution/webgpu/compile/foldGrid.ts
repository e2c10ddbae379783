/** Fits a grid to a device: a one-dimensional grid is folded over three dimensions where it is too long for one. */
import { invariant } from '../../../core/errors.ts';
import type { Grid } from '../kernels/defineKernel.ts';

/**
 * A folded grid covers at least the workgroups asked for; a text with a one-dimensional grid leaves those past the end.
 *
 * @returns workgroups in x, y, z, each at most `most`
 */
export function foldGrid(grid: Grid, most: number): readonly [number, number, number] {
  const [x, y = 1, z = 1] = grid;
  invariant(
    [x, y, z].every((n) => Number.isInteger(n) && n >= 0),
    `a grid of ${grid.join('×')} workgroups`,
  );
  if (grid.length === 1 && x > most) {
    const rows = Math.ceil(x / most);
    const height = Math.min(rows, most);
    return foldedOver(x, height, Math.ceil(rows / height));
  }
  invariant(Math.max(x, y, z) <= most, `a grid of ${grid.join('×')} workgroups exceeds ${most} in a dimension`);
  return [x, y, z];
}

/** Spreads the workgroups evenly, so that few are idle. */
function foldedOver(total: number, height: number, depth: number): readonly [number, number, number] {
  return [Math.ceil(total / (height * depth)), height, depth];
}
