/** Parameters of kernels that follow index tuples (shaders/common/index_tuples.wgsl). */
import type { NodeView } from '../lowering.ts';
import { strideParams } from '../views.ts';

/** The shape of an input, without asking for its value. */
export const shapeOf = (view: Pick<NodeView, 'inputTypes'>, index: number): readonly number[] =>
  view.inputTypes[index]?.shape ?? [];

/** How the elements of a gathered or updating tensor name places in an indexed one. */
export interface IndexedPlaces {
  /** Elements that share a tuple. */
  readonly tupleInner: number;
  /** Tuples before they repeat. */
  readonly tupleCount: number;
  /** Shape of the gathered or updating tensor with the strides that its own position contributes. */
  readonly base: { readonly shape: readonly number[]; readonly strides: readonly number[] };
  /** Axes that a tuple names. */
  readonly tuple: readonly { readonly size: number; readonly stride: number }[];
}

/** Axes without a stride contribute nothing and are left out. */
export function indexedCall(places: IndexedPlaces, count: number) {
  const all = strideParams(places.base.shape, places.base.strides);
  const axes = places.base.strides.flatMap((stride, i) => (stride === 0 ? [] : all.slice(4 * i, 4 * i + 4)));
  return {
    constants: { BASE_AXES: axes.length / 4, TUPLE: places.tuple.length },
    params: {
      count,
      tuple_inner: places.tupleInner,
      tuple_count: places.tupleCount,
      base: axes,
      tuple: places.tuple.flatMap(({ size, stride }) => [size, stride, 0, 0]),
    },
  };
}
