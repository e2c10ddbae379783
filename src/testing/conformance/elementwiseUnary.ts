/** Rows of the conformance table: functions of one float. */
import type { Attributes } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { ConformanceCase, ToleranceName } from './case.ts';
import { createDraw, values } from './inputs.ts';

const { floats } = createDraw(11);

interface Unary {
  readonly attributes?: Attributes;
  readonly tolerance?: ToleranceName;
  /** Range of the random inputs. */
  readonly low?: number;
  readonly high?: number;
  /** Inputs that are hard for this function. */
  readonly hard: readonly number[];
  /** False for functions whose derivative is not defined or is zero. */
  readonly smooth?: false;
}

/** Functions of one float. */
function unary(operator: OperatorName, options: Unary): ConformanceCase[] {
  const { low, high, attributes, tolerance = 'f32', hard, smooth } = options;
  const row = { operator, attributes, tolerance };
  const words = attributes ? ` with ${JSON.stringify(attributes)}` : '';
  const gradientOf = smooth === false ? [] : [0];
  return [
    { ...row, about: `odd sizes${words}`, inputs: [floats([3, 5, 7], low, high)], gradientOf },
    { ...row, about: `size 1${words}`, inputs: [floats([1, 1], low, high)], gradientOf },
    { ...row, about: `a scalar${words}`, inputs: [floats([], low, high)] },
    { ...row, about: `just over a workgroup${words}`, inputs: [floats([257], low, high)] },
    { ...row, about: `hard values${words}`, inputs: [values('f32', hard)] },
  ];
}

const ends = [0, -0, 1, -1, 0.5, -0.5, 1e-6, -1e-6];
const wide = [...ends, 30, -30, 80, -80];

export const unaryCases: readonly ConformanceCase[] = [
  ...unary('Neg', { hard: [...wide, 1e30, -1e30], tolerance: 'exact' }),
  ...unary('Abs', { hard: [...wide, 1e30, -1e30], tolerance: 'exact' }),
  ...unary('Exp', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Log', { low: 0.1, high: 4, hard: [1, 0.5, 1e-6, 1e30], tolerance: 'f32Transcendental' }),
  ...unary('Sqrt', { low: 0.1, high: 4, hard: [0, 1, 2, 1e-12, 1e12] }),
  ...unary('Reciprocal', { low: 0.3, high: 3, hard: [1, -1, 3, -7] }),
  ...unary('Tanh', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Sigmoid', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Erf', { hard: [...wide, 2.5, -2.5, 3.9], tolerance: 'f32Transcendental' }),
  ...unary('Sin', { low: -3, high: 3, hard: [0, 1, -1, Math.PI, 6], tolerance: 'f32Transcendental' }),
  ...unary('Cos', { low: -3, high: 3, hard: [0, 1, -1, Math.PI, 6], tolerance: 'f32Transcendental' }),
  ...unary('Relu', { hard: wide, tolerance: 'exact' }),
  ...unary('LeakyRelu', { hard: wide }),
  ...unary('LeakyRelu', { hard: wide, attributes: { alpha: 0.3 } }),
  ...unary('Elu', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Elu', { hard: wide, attributes: { alpha: 0.5 }, tolerance: 'f32Transcendental' }),
  ...unary('Selu', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Selu', { hard: wide, attributes: { alpha: 2, gamma: 0.5 }, tolerance: 'f32Transcendental' }),
  ...unary('HardSigmoid', { low: -5, high: 5, hard: wide }),
  ...unary('HardSigmoid', { low: -5, high: 5, hard: wide, attributes: { alpha: 0.3, beta: 0.4 } }),
  ...unary('HardSwish', { low: -5, high: 5, hard: [...wide, 3, -3] }),
  ...unary('Gelu', { hard: [...ends, 10, -10], tolerance: 'f32Transcendental' }),
  ...unary('Gelu', { hard: [...ends, 10, -10], attributes: { approximate: 'tanh' }, tolerance: 'f32Transcendental' }),
  ...unary('Swish', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Swish', { hard: wide, attributes: { alpha: 1.702 }, tolerance: 'f32Transcendental' }),
  ...unary('Softplus', { hard: wide, tolerance: 'f32Transcendental' }),
  ...unary('Round', { hard: [...wide, 1.5, 2.5, -1.5, -2.5, 8388609], tolerance: 'exact', smooth: false }),
  ...unary('Floor', { hard: [...wide, 1.5, -1.5, 3, -3], tolerance: 'exact', smooth: false }),
  ...unary('Ceil', { hard: [...wide, 1.5, -1.5, 3, -3], tolerance: 'exact', smooth: false }),
  ...unary('Sign', { hard: [...wide, 1e30], tolerance: 'exact', smooth: false }),
  ...unary('Identity', { hard: wide, tolerance: 'exact' }),
  ...unary('Dropout', { hard: wide, tolerance: 'exact' }),
];
