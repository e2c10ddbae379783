/** Codes with their zero points taken off: one for all, one a row, or one a column. */
import type { Dim } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';

/** Which way a vector of zero points or scales lies against a matrix. */
export type Lying = 'rows' | 'columns';

/** The shape under which a scalar, a vector or a tensor of zero points broadcasts against matrices. */
export function broadcastableShape<D extends Dim>(shape: readonly D[], lying: Lying): readonly (D | 1)[] {
  if (shape.length !== 1) return shape;
  return lying === 'rows' ? [shape[0], 1] : shape;
}

/** Codes minus zero points, exact. */
export function centre(codes: Numbers, zeros: Numbers | undefined, lying: Lying): Numbers {
  if (!zeros) return codes;
  const at = broadcastIndex(broadcastableShape(zeros.shape, lying), codes.shape);
  return { ...codes, data: codes.data.map((code, position) => code - zeros.data[at(position)]) };
}

/** Codes (M, ...) minus one zero point for all or one for each m. */
export function centreFilters(codes: Numbers, zeros: Numbers | undefined): Numbers {
  if (!zeros) return codes;
  const width = codes.data.length / Math.max(1, codes.shape[0]);
  const at = (position: number) => (zeros.data.length === 1 ? 0 : Math.floor(position / width));
  return { ...codes, data: codes.data.map((code, position) => code - zeros.data[at(position)]) };
}
