/** Rows of the conformance table: normalizations. */
import type { Attributes } from '../../graph/graph.ts';
import type { ConformanceCase } from './case.ts';
import { createDraw, values } from './inputs.ts';

const { floats } = createDraw(41);
/** Quotients by a small spread lose a few more bits than a plain sum. */
const tolerance = 'f32Sum';

function batch(about: string, shape: readonly number[], attributes: Attributes = {}, checked = true): ConformanceCase {
  const channels = [shape[1]];
  const inputs = [floats(shape), floats(channels), floats(channels), floats(channels), floats(channels, 0.2, 2)];
  const gradientOf = checked ? [0, 1, 2, 3, 4] : [];
  return { operator: 'BatchNormalization', about, attributes, inputs, gradientOf, tolerance };
}

const batchRows: readonly ConformanceCase[] = [
  batch('images', [2, 3, 3, 5]),
  batch('a signal', [2, 3, 5]),
  batch('a matrix', [5, 3]),
  batch('size 1', [1, 1, 1, 1]),
  batch('just over a tile', [1, 17, 5, 5], {}, false),
  batch('a large epsilon', [2, 3, 5], { epsilon: 0.5 }),
  { ...batch('training', [3, 2, 3, 2], { training_mode: 1 }), outputs: 3 },
  { ...batch('training a matrix', [5, 2], { training_mode: 1, momentum: 0.7 }), outputs: 3 },
];

function layer(
  about: string,
  shape: readonly number[],
  axis: number,
  extra: Partial<ConformanceCase> = {},
): ConformanceCase {
  const own = shape.slice(axis < 0 ? shape.length + axis : axis);
  const inputs = [floats(shape), floats(own), floats(own)];
  return {
    operator: 'LayerNormalization',
    about,
    attributes: { axis },
    inputs,
    gradientOf: [0, 1, 2],
    tolerance,
    ...extra,
  };
}

const layerRows: readonly ConformanceCase[] = [
  layer('the last axis', [2, 3, 7], -1),
  layer('the last two axes', [2, 3, 5], 1),
  layer('all axes', [3, 5], 0),
  layer('just over a workgroup', [2, 257], -1, { gradientOf: [] }),
  layer('all outputs', [2, 3, 5], -1, { outputs: 3, gradientOf: [] }),
  layer('a large epsilon', [3, 5], -1, { attributes: { epsilon: 0.1 } }),
  layer('equal values', [2, 4], -1, {
    inputs: [values('f32', new Array(8).fill(3), [2, 4]), floats([4]), floats([4])],
    gradientOf: [],
  }),
  {
    operator: 'LayerNormalization',
    about: 'no bias',
    inputs: [floats([3, 5]), floats([5])],
    gradientOf: [0, 1],
    tolerance,
  },
  {
    operator: 'LayerNormalization',
    about: 'a scale that broadcasts',
    attributes: { axis: 1 },
    inputs: [floats([2, 3, 5]), floats([5]), floats([1])],
    gradientOf: [0, 1, 2],
    tolerance,
  },
];

function rms(
  about: string,
  shape: readonly number[],
  attributes: Attributes = {},
  scale = shape.slice(-1),
): ConformanceCase {
  return {
    operator: 'RMSNormalization',
    about,
    attributes,
    inputs: [floats(shape), floats(scale)],
    gradientOf: [0, 1],
    tolerance,
  };
}

const rmsRows: readonly ConformanceCase[] = [
  rms('the last axis', [2, 3, 7]),
  rms('the last two axes', [2, 3, 5], { axis: 1 }, [3, 5]),
  rms('all axes', [3, 5], { axis: 0, epsilon: 0.1 }, [3, 5]),
  rms('a scale that broadcasts', [2, 3, 5], {}, [1]),
  { ...rms('just over a workgroup', [2, 257]), gradientOf: [] },
  { operator: 'RMSNormalization', about: 'zeros', inputs: [values('f32', [0, 0, 0], [1, 3]), floats([3])], tolerance },
];

function back(
  operator: 'LayerNormalizationGradient' | 'RMSNormalizationGradient',
  about: string,
  shape: readonly number[],
  axis = -1,
  outputs = operator === 'RMSNormalizationGradient' ? 2 : 3,
): ConformanceCase {
  const inputs = [floats(shape), floats(shape), floats(shape.slice(axis < 0 ? shape.length + axis : axis))];
  return { operator, about, attributes: { axis }, inputs, outputs, tolerance };
}

const backRows: readonly ConformanceCase[] = (
  ['LayerNormalizationGradient', 'RMSNormalizationGradient'] as const
).flatMap((operator) => [
  back(operator, 'the last axis', [2, 3, 7]),
  back(operator, 'rows of whole vectors', [5, 3, 12]),
  back(operator, 'the last two axes', [3, 3, 5], 1),
  back(operator, 'all axes', [3, 5], 0),
  back(operator, 'size 1', [1, 1]),
  back(operator, 'just over a workgroup', [3, 257]),
  back(operator, 'more rows than a workgroup', [259, 8]),
  back(operator, 'the first gradient alone', [3, 5], -1, 1),
]);

function instance(about: string, shape: readonly number[], attributes: Attributes = {}): ConformanceCase {
  const inputs = [floats(shape), floats([shape[1]]), floats([shape[1]])];
  return { operator: 'InstanceNormalization', about, attributes, inputs, gradientOf: [0, 1, 2], tolerance };
}

const instanceRows: readonly ConformanceCase[] = [
  instance('images', [2, 3, 3, 5]),
  instance('a signal', [2, 3, 7]),
  instance('size 1', [1, 1, 1]),
  instance('a large epsilon', [1, 2, 5], { epsilon: 0.5 }),
  { ...instance('just over a workgroup', [1, 2, 257]), gradientOf: [] },
];

export const normalizationCases: readonly ConformanceCase[] = [
  ...batchRows,
  ...layerRows,
  ...rmsRows,
  ...backRows,
  ...instanceRows,
];
