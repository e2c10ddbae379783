/**
 * One layer's rounding as a network that can be trained: each weight goes up or down by a soft choice h(V) in [0, 1], and
 * the layer's output is held to that of the float layer. Nagel et al., 2020, "Up or Down? Adaptive Rounding for
 * Post-Training Quantization", arXiv:2004.10568, equations 21 to 24.
 */
import type { GraphBuilder } from '../../../graph/builder.ts';
import { createBuilder } from '../../../graph/builder.ts';
import type { Graph, OperatorNode } from '../../../graph/graph.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { arithmetic } from '../../../graph/operators/arithmetic.ts';
import type { Dim } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';

/** The rectified sigmoid reaches beyond [0, 1], so that choices can end exactly at either. */
const stretch = [-0.1, 1.1] as const;

export interface LayerWeights {
  /** In the parameter's own order: w / s, and s. */
  readonly quotient: Float32Array;
  readonly scale: Float32Array;
  /** Zero points element by element; absent where weights are symmetric. */
  readonly zero?: Float32Array;
  readonly shape: readonly number[];
  readonly low: number;
  readonly high: number;
}

export interface LayerProblem {
  readonly graph: Graph;
  /** The parameter that is trained: V. */
  readonly choice: string;
  /** Values: the whole loss, and the output's error alone. */
  readonly loss: string;
  readonly error: string;
  readonly inputs: { readonly x: string; readonly y: string; readonly beta: string; readonly weight: string };
}

/** @param node the layer: Gemm, MatMul or Conv, its weight second; `bias` when it has one */
export function layerProblem(
  node: OperatorNode,
  types: { readonly x: readonly Dim[]; readonly y: readonly Dim[] },
  weights: LayerWeights,
  bias: Tensor | undefined,
): LayerProblem {
  const builder = createBuilder();
  const inputs = {
    x: builder.input('x', 'f32', types.x),
    y: builder.input('y', 'f32', types.y),
    beta: builder.input('beta', 'f32', []),
    weight: builder.input('weight', 'f32', []),
  };
  const choice = builder.parameter(
    parameterFrom('choice', tensorFrom('f32', weights.shape, initialChoice(weights.quotient))),
  );
  const h = softChoice(builder, choice);
  const w = softWeights(builder, weights, h);
  const operands = [inputs.x, w, ...(bias ? [builder.parameter(parameterFrom('bias', bias))] : [])];
  const out = builder.add(node.operator, operands, node.attributes, 'output');
  const { add, sub, mul } = arithmetic(builder, 'f32');
  const gap = sub(out, inputs.y);
  // Summed over channels, averaged over samples and positions, as BRECQ's code has it.
  const channels = Number(types.y[node.operator === 'Conv' ? 1 : types.y.length - 1]);
  const error = mul(builder.add('ReduceMean', [mul(gap, gap)], { keepdims: 0 }), channels);
  const undecided = builder.add('Pow', [builder.add('Abs', [sub(mul(h, 2), 1)]), inputs.beta]);
  const penalty = builder.add('ReduceSum', [sub(1, undecided)], { keepdims: 0 });
  const loss = builder.add('Identity', [add(error, mul(penalty, inputs.weight))], {}, 'loss');
  return { graph: builder.build([loss, error]), choice, loss, error, inputs };
}

/** 1 where a trained choice rounds up. */
export const roundsUp = (choice: number): boolean => choice > 0;

// ---------------------------------------------------------------------------------------------

/** V whose soft choice is the part of the quotient that rounding decides on, so that training starts at the float layer. */
function initialChoice(quotient: Float32Array): Float32Array {
  const [from, to] = stretch;
  return quotient.map((q) => {
    const rest = q - Math.floor(q);
    return -Math.log((to - from) / (rest - from) - 1);
  });
}

function softChoice(builder: GraphBuilder, choice: string): string {
  const [from, to] = stretch;
  const { add, mul, sigmoid } = arithmetic(builder, 'f32');
  return builder.add('Clip', [add(mul(sigmoid(choice), to - from), from), builder.scalar(0), builder.scalar(1)]);
}

function softWeights(builder: GraphBuilder, weights: LayerWeights, h: string): string {
  const { add, sub, mul } = arithmetic(builder, 'f32');
  const constant = (name: string, values: Float32Array) =>
    builder.parameter(parameterFrom(name, tensorFrom('f32', weights.shape, values)));
  const zero = weights.zero && constant('zero', weights.zero);
  const floor = add(constant('floor', weights.quotient.map(Math.floor)), h);
  const raw = zero ? add(floor, zero) : floor;
  const held = builder.add('Clip', [raw, builder.scalar(weights.low), builder.scalar(weights.high)]);
  return mul(zero ? sub(held, zero) : held, constant('scale', weights.scale));
}
