/** What reduction kernels are told: which axes stay and which go, what happens to an element, what a fold starts from. */
import type { DType } from '../../../../tensor/dtype.ts';
import { integerRange, isFloat } from '../../../../tensor/dtype.ts';
import { stridesOf } from '../../../../tensor/shape.ts';
import { elementOf } from '../../bufferRef.ts';
import { strideParams } from '../views.ts';

/** What happens to each element, how two partial results are joined, and what happens to the result. */
export interface Reduction {
  readonly map: 'none' | 'abs' | 'square';
  readonly fold: 'sum' | 'max' | 'min' | 'product';
  readonly finish: 'none' | 'mean' | 'sqrt';
}

interface Axis {
  readonly size: number;
  readonly stride: number;
}

/** The axes that stay and those that go, neighbours of a kind merged. */
export interface Split {
  readonly kept: readonly Axis[];
  readonly reduced: readonly Axis[];
}

/** Splits the axes of a shape. */
export function splitAxes(shape: readonly number[], axes: readonly number[]): Split {
  const strides = stridesOf(shape);
  const merged: (Axis & { readonly reduced: boolean })[] = [];
  shape.forEach((size, axis) => {
    const reduced = axes.includes(axis);
    if (size === 1) return;
    const last = merged.at(-1);
    const joined = last?.reduced === reduced;
    if (joined) merged.pop();
    merged.push({ size: joined ? last.size * size : size, stride: strides[axis], reduced });
  });
  return { kept: merged.filter(({ reduced }) => !reduced), reduced: merged.filter(({ reduced }) => reduced) };
}

/** Elements reduced to one. */
export const lengthOf = ({ reduced }: Split): number => reduced.reduce((product, { size }) => product * size, 1);

/** The constants of shaders/common/reduce.wgsl. */
export function codesOf({ map, fold, finish }: Reduction, dtype: DType) {
  return {
    MAP: ['none', 'abs', 'square'].indexOf(map),
    FOLD: ['sum', 'max', 'min', 'product'].indexOf(fold),
    FINISH: ['none', 'mean', 'sqrt'].indexOf(finish),
    FLOAT: elementOf(dtype) === 'f32' ? 1 : 0,
  };
}

/** Strides of kept and reduced axes, as the kernels take them. */
export function axisParams({ kept, reduced }: Split) {
  const padded = [...Array.from({ length: 4 - reduced.length }, () => ({ size: 1, stride: 0 })), ...reduced];
  return {
    kept: strideParams(
      kept.map(({ size }) => size),
      kept.map(({ stride }) => stride),
    ),
    sizes: padded.map(({ size }) => size),
    strides: padded.map(({ stride }) => stride),
  };
}

/** The bits of what a fold starts from. */
export function neutralOf({ fold }: Reduction, dtype: DType): number {
  const value = neutralNumber(fold, dtype);
  if (elementOf(dtype) !== 'f32') return value >>> 0;
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}

// ---------------------------------------------------------------------------------------------

function neutralNumber(fold: Reduction['fold'], dtype: DType): number {
  switch (fold) {
    case 'sum':
      return 0;
    case 'product':
      return 1;
    case 'max':
      return isFloat(dtype) ? Number.NEGATIVE_INFINITY : dtype === 'i64' ? -(2 ** 31) : integerRange[dtype][0];
    case 'min':
      return isFloat(dtype) ? Number.POSITIVE_INFINITY : dtype === 'i64' ? 2 ** 31 - 1 : integerRange[dtype][1];
    default:
      return fold satisfies never;
  }
}
