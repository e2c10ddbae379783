/** What the gradients of layer and RMS normalization share: their shapes, their cost, and the loops that define them. */

import type { Dim } from '../../../tensor/shape.ts';
import { formatShape, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { CostContext, InferContext, ReferenceContext } from '../../operator.ts';
import { axesFrom } from './axesFrom.ts';

export interface RowAttributes {
  readonly axis: number;
  readonly epsilon: number;
}

/** The shape of a row: the axes from `axis` on. */
const rowShapeOf = (shape: readonly Dim[], axis: number): readonly Dim[] =>
  axesFrom(axis, shape.length).map((each) => shape[each]);

/** Whether scales and biases have the shape of a row, as the fused gradients take them. */
export const isRow = (shape: readonly Dim[], axis: number, scales: readonly Pick<ValueType, 'shape'>[]): boolean =>
  scales.every((scale) => sameShape(scale.shape, rowShapeOf(shape, axis)));

/** @param outputs how many gradients there are: that of X, and those of a row's shape */
export function inferRowGradient(context: InferContext<RowAttributes>, outputs: number): ValueType[] {
  const { shape: arriving } = context.input(0);
  const { dtype, shape } = context.input(1);
  const { shape: scale } = context.input(2);
  const row = rowShapeOf(shape, context.attributes.axis);
  if (!sameShape(arriving, shape))
    context.fail(`what arrives is ${formatShape(arriving)}; it must have X's shape, ${formatShape(shape)}.`);
  if (!sameShape(scale, row))
    context.fail(`the scale is ${formatShape(scale)}; it must have a row's shape, ${formatShape(row)}.`);
  const like = { dtype, shape: scale };
  return [{ dtype, shape }, like, like].slice(0, Math.min(outputs, context.outputCount));
}

/** About twenty floating-point operations an element: two moments, two means, and the results. */
export const flopsOfRowGradient = ({ inputs }: CostContext): number => 20 * sizeOf(inputs[1]?.shape ?? []);

/** dX, dScale and dBias, row by row. @param centred false leaves the mean where it is */
export function rowGradient(
  { input, outputs, attributes }: ReferenceContext<RowAttributes>,
  centred: boolean,
): Numbers[] {
  const [g, x, scale] = [input(0), input(1), input(2)];
  const length = scale.data.length;
  const toX = new Float64Array(x.data.length);
  const toScale = new Float64Array(length);
  const toBias = new Float64Array(length);
  for (let start = 0; start < toX.length; start += length) {
    const { unit, inverse } = unitRow(x.data.subarray(start, start + length), attributes.epsilon, centred);
    const scaled = unit.map((_, i) => g.data[start + i] * scale.data[i]);
    const shift = centred ? mean(scaled) : 0;
    const slope = mean(scaled.map((value, i) => value * unit[i]));
    unit.forEach((value, i) => {
      toX[start + i] = inverse * (scaled[i] - shift - value * slope);
      toScale[i] += g.data[start + i] * value;
      toBias[i] += g.data[start + i];
    });
  }
  return [toX, toScale, toBias].slice(0, outputs.length).map((data, i) => ({ ...(i === 0 ? x : scale), data }));
}

// ---------------------------------------------------------------------------------------------

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function unitRow(
  row: Float64Array,
  epsilon: number,
  centred: boolean,
): { readonly unit: Float64Array; readonly inverse: number } {
  const middle = centred ? mean(row) : 0;
  const distances = row.map((value) => value - middle);
  const inverse = 1 / Math.sqrt(mean(distances.map((value) => value * value)) + epsilon);
  return { unit: distances.map((value) => value * inverse), inverse };
}
