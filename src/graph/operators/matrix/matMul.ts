/** MatMul: numpy.matmul. A [..., M, K] times B [..., K, N]. https://onnx.ai/onnx/operators/onnx__MatMul.html */
import { broadcastShapes, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { ConcreteType, CostContext, GradientContext, InferContext } from '../../operator.ts';
import { defineOperator, differentiable, primitive } from '../../operator.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';
import { reduceTo } from '../reduceTo.ts';

export const matMul = defineOperator({
  name: 'MatMul',
  domain: '',
  since: 13,
  attributes: {},
  arity: [2, 2],
  infer: inferMatMul,
  flops: ({ inputs, outputs }: CostContext) => 2 * sizeOf(outputs[0].shape) * (inputs[0]?.shape.at(-1) ?? 0),
  reference: ({ input, outputs }) => [multiply(input(0), input(1), outputs[0])],
  gradient: differentiable((context) => [gradientOfA(context), gradientOfB(context)]),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

/** The type of a product: the dtype of A, the batches broadcast. */
export function inferMatMul(context: InferContext): ValueType[] {
  const a = context.input(0);
  const b = context.input(1);
  if (a.shape.length === 0 || b.shape.length === 0) return context.fail('a scalar cannot be multiplied as a matrix.');
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  if (left[left.length - 1] !== right[right.length - 2])
    return context.fail(
      `${left[left.length - 1]} columns of A meet ${right[right.length - 2]} rows of B; they must be equal.`,
    );
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  const rows = a.shape.length === 1 ? [] : [left[left.length - 2]];
  const columns = b.shape.length === 1 ? [] : [right[right.length - 1]];
  return [{ dtype: a.dtype, shape: [...batch, ...rows, ...columns] }];
}

/** The product of two tensors of numbers, in 64-bit floats. */
export function multiply(a: Numbers, b: Numbers, output: ConcreteType): Numbers {
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [m, k] = left.slice(-2);
  const n = right[right.length - 1];
  const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
  const ia = broadcastIndex(left.slice(0, -2), batch);
  const ib = broadcastIndex(right.slice(0, -2), batch);
  const data = new Float64Array(sizeOf(output.shape));
  for (let s = 0; s < sizeOf(batch); s++) {
    for (let row = 0; row < m; row++) {
      for (let inner = 0; inner < k; inner++) {
        const x = a.data[(ia(s) * m + row) * k + inner];
        const from = (ib(s) * k + inner) * n;
        const to = (s * m + row) * n;
        for (let column = 0; column < n; column++) data[to + column] += x * b.data[from + column];
      }
    }
  }
  return { dtype: output.dtype, shape: output.shape, data };
}

/** dA = dY B^T, summed over broadcast batches. Vectors are seen as matrices of one row or column. */
function gradientOfA(context: GradientContext): string | undefined {
  const [g] = context.gradients;
  if (g === undefined || !context.wanted(0)) return undefined;
  const { builder, inputs } = context;
  const [, b, dy] = asMatrices(context, g);
  return likeInput(context, builder.add('MatMul', [dy, transposeLast(context, b)]), inputs[0]);
}

/** dB = A^T dY, summed over broadcast batches. */
function gradientOfB(context: GradientContext): string | undefined {
  const [g] = context.gradients;
  if (g === undefined || !context.wanted(1)) return undefined;
  const { builder, inputs } = context;
  const [a, , dy] = asMatrices(context, g);
  return likeInput(context, builder.add('MatMul', [transposeLast(context, a), dy]), inputs[1]);
}

function asMatrices(context: GradientContext, gradient: string): [string, string, string] {
  const { builder, inputs, type } = context;
  const [a, b] = inputs;
  const vectorA = type(a).shape.length === 1;
  const vectorB = type(b).shape.length === 1;
  const axes = [...(vectorA ? [-2] : []), ...(vectorB ? [-1] : [])];
  const dy = axes.length ? builder.add('Unsqueeze', [gradient, builder.ints(axes)]) : gradient;
  return [
    vectorA ? builder.add('Unsqueeze', [a, builder.ints([0])]) : a,
    vectorB ? builder.add('Unsqueeze', [b, builder.ints([1])]) : b,
    dy,
  ];
}

function transposeLast(context: GradientContext, value: string): string {
  const rank = context.type(value).shape.length;
  const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return context.builder.add('Transpose', [value], { perm });
}

function likeInput(context: GradientContext, gradient: string, input: string): string {
  const { builder, type } = context;
  if (type(input).shape.length > 1) return reduceTo(context, gradient, input);
  const rank = type(gradient).shape.length;
  const batches = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const summed = batches.length
    ? builder.add('ReduceSum', [gradient, builder.ints(batches)], { keepdims: 0 })
    : gradient;
  return builder.add('Reshape', [summed, builder.ints([-1])]);
}
