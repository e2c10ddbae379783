/**
 * Where an operand that is broadcast to a shape has its element for position i of that shape, as few integer
 * operations as possible: sum over terms of ((i / inner) % size) * stride, neighbouring axes merged.
 */
import { broadcastStrides, sizeOf } from '../../../tensor/shape.ts';

export interface IndexTerm {
  /** Elements of the target in one step along this axis. */
  readonly inner: number;
  /** Steps along this axis; 0 for the outermost, which needs no remainder. */
  readonly size: number;
  /** Elements of the operand in one step. */
  readonly stride: number;
}

/** No terms: the operand is one element. One term of inner 1, size 0, stride 1: the position itself. */
export function broadcastTerms(shape: readonly number[], target: readonly number[]): IndexTerm[] {
  return stridedTerms(target, broadcastStrides(shape, target));
}

/** Terms for reading with any strides, as a transposition does. */
export function stridedTerms(target: readonly number[], strides: readonly number[]): IndexTerm[] {
  const axes = mergedAxes(target, strides);
  const terms: IndexTerm[] = [];
  let inner = 1;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { size, stride } = axes[axis];
    if (stride !== 0) terms.push({ inner, size: axis === 0 ? 0 : size, stride });
    inner *= size;
  }
  return terms;
}

export const isIdentity = (terms: readonly IndexTerm[]): boolean =>
  terms.length === 1 && terms[0].inner === 1 && terms[0].size === 0 && terms[0].stride === 1;

/** How an operand can be read four positions at a time: as one vector, as one element repeated, or not. */
export function vectorAccess(terms: readonly IndexTerm[], target: readonly number[]): 'vector' | 'repeat' | 'none' {
  if (sizeOf(target) % 4 !== 0) return 'none';
  if (terms.every(({ inner }) => inner % 4 === 0)) return 'repeat';
  const aligned = terms.every(({ inner, size, stride }) =>
    inner === 1 ? stride === 1 && size % 4 === 0 : inner % 4 === 0 && stride % 4 === 0,
  );
  return aligned ? 'vector' : 'none';
}

// ---------------------------------------------------------------------------------------------

interface Axis {
  readonly size: number;
  readonly stride: number;
}

function mergedAxes(target: readonly number[], strides: readonly number[]): Axis[] {
  const merged: Axis[] = [];
  target.forEach((size, axis) => {
    if (size === 1) return;
    const last = merged.at(-1);
    const stride = strides[axis];
    if (last && last.stride === stride * size) merged[merged.length - 1] = { size: last.size * size, stride };
    else merged.push({ size, stride });
  });
  return merged;
}
