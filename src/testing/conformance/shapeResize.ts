/** Rows of the conformance table: Resize in its modes. Nearest rows avoid positions that lie on a tie by rounding error. */
import type { Attributes } from '../../graph/graph.ts';
import type { ConformanceCase } from './case.ts';
import { constant, createDraw, ints, values } from './inputs.ts';

const { floats } = createDraw(45);

const modes = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric', 'half_pixel_symmetric'] as const;
const nearestModes = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

/** By scales, which are exact in f32. */
function scaled(about: string, scales: readonly number[], attributes: Attributes): ConformanceCase {
  const inputs = [floats([1, 2, 4, 6]), undefined, constant(values('f32', [1, 1, ...scales]))];
  return { operator: 'Resize', about, attributes, inputs, tolerance: 'f32', gradientOf: [0] };
}

/** By sizes. */
function sized(about: string, sizes: readonly number[], attributes: Attributes): ConformanceCase {
  const inputs = [floats([1, 2, 4, 6]), undefined, undefined, ints(...sizes)];
  return { operator: 'Resize', about, attributes, inputs, tolerance: 'f32', gradientOf: [0] };
}

const linear = { mode: 'linear' } as const;

export const resizeCases: readonly ConformanceCase[] = [
  ...modes.flatMap((mode) => [
    scaled(`linear, larger, ${mode}`, [2, 1.5], { ...linear, coordinate_transformation_mode: mode }),
    scaled(`linear, smaller, ${mode}`, [0.5, 0.5], { ...linear, coordinate_transformation_mode: mode }),
    sized(`linear, to sizes, ${mode}`, [1, 2, 3, 9], { ...linear, coordinate_transformation_mode: mode }),
  ]),
  ...nearestModes.flatMap((nearest_mode) => [
    scaled(`nearest, larger, ${nearest_mode}`, [2, 2], { nearest_mode }),
    scaled(`nearest, smaller, ${nearest_mode}`, [0.5, 0.5], { nearest_mode }),
    scaled(`nearest, asymmetric, ${nearest_mode}`, [2, 4], {
      nearest_mode,
      coordinate_transformation_mode: 'asymmetric',
    }),
  ]),
  sized('nearest, to sizes on named axes', [8, 3], { axes: [2, 3] }),
  sized('not larger than sizes', [6, 6], { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' }),
  sized('not smaller than sizes', [6, 6], { axes: [2, 3], keep_aspect_ratio_policy: 'not_smaller' }),
  {
    operator: 'Resize',
    about: 'a crop that leaves the image',
    attributes: { ...linear, coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: 10 },
    inputs: [
      floats([1, 1, 4, 6]),
      constant(values('f32', [0, 0, 0.25, 0.5, 1, 1, 0.75, 1.5])),
      undefined,
      ints(1, 1, 3, 4),
    ],
    tolerance: 'f32',
    gradientOf: [0],
  },
  {
    operator: 'Resize',
    about: 'one pixel',
    attributes: linear,
    inputs: [floats([1, 1, 1, 1]), undefined, undefined, ints(1, 1, 3, 5)],
    tolerance: 'f32',
    gradientOf: [0],
  },
];
