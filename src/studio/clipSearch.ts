/** The range to cut a weight off at that errs least, as a call of the scripting interface. */

import { leastErrorRange } from '../compression/quantization/leastErrorRange.ts';
import { layoutOf } from '../compression/quantization/quantizeWeights.ts';
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Graph } from '../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../graph/parameterData.ts';
import { findWeights } from '../graph/passes/weights.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import type { ClipSearch, ClipSearchRequest } from './apiViews.ts';

/** @throws DecantError `studio/parameter` when there is no such weight */
export async function searchClip(
  graph: Graph,
  { parameter: name, weights }: ClipSearchRequest,
  task: TaskOptions = {},
): Promise<ClipSearch> {
  const start = performance.now();
  const weight = findWeights(graph).fit.find(({ parameter }) => parameter.name === name);
  if (!weight)
    throw new DecantError('studio/parameter', `The model has no weight "${name}" that can be rounded.`, { name });
  const { data, dtype } = await loadParameter(weight.parameter);
  const values = Float32Array.from(decodeNumbers(dtype, data));
  const { orientation, rows, columns } = weight;
  const matrix = orientation === 'rows' ? values : transposeMatrix(values, columns, rows);
  const layout = layoutOf(weight, { ...weights, clip: 'range' });
  const found = await leastErrorRange(matrix, layout, task);
  return { ...found, seconds: (performance.now() - start) / 1000 };
}
