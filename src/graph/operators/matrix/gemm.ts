/** Gemm: alpha A B + beta C, with A and B matrices or their transposes. https://onnx.ai/onnx/operators/onnx__Gemm.html */
import { broadcastShapes, formatShape, sameShape, sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import { wrapInteger } from '../../../tensor/tensor.ts';
import type { ValueType } from '../../graph.ts';
import type { CostContext, GradientContext, InferContext, ReferenceContext } from '../../operator.ts';
import { defineOperator, differentiable, float, int, primitive } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { broadcastIndex } from '../elementwise/elementwise.ts';
import { reduceTo } from '../reduceTo.ts';

interface GemmAttributes {
  readonly alpha: number;
  readonly beta: number;
  readonly transA: number;
  readonly transB: number;
}

export const gemm = defineOperator({
  name: 'Gemm',
  domain: '',
  since: 13,
  attributes: { alpha: float(1), beta: float(1), transA: int(0), transB: int(0) },
  arity: [2, 3],
  infer: inferGemm,
  flops: ({ inputs, outputs, attributes }: CostContext<GemmAttributes>) =>
    (2 * (inputs[0]?.shape[attributes.transA ? 0 : 1] ?? 0) + (inputs[2] ? 1 : 0)) * sizeOf(outputs[0].shape),
  reference: multiply,
  gradient: differentiable<GemmAttributes>((context) => {
    const [g] = context.gradients;
    if (g === undefined) return [];
    return [gradientOfA, gradientOfB, gradientOfC].map((rule, i) => (context.wanted(i) ? rule(context, g) : undefined));
  }),
  decomposition: primitive,
});

// ---------------------------------------------------------------------------------------------

function inferGemm(context: InferContext<GemmAttributes>): ValueType[] {
  const [a, b, c] = [context.input(0), context.input(1), context.inputs[2]];
  const { transA, transB } = context.attributes;
  if (a.shape.length !== 2 || b.shape.length !== 2) context.fail('A and B must have 2 dimensions each.');
  const [rows, inner] = transA ? [a.shape[1], a.shape[0]] : a.shape;
  const [height, columns] = transB ? [b.shape[1], b.shape[0]] : b.shape;
  if (inner !== height) context.fail(`${inner} columns of A meet ${height} rows of B; they must be equal.`);
  const shape = [rows, columns];
  if (c && !sameShape(broadcastShapes(c.shape, shape), shape))
    context.fail(`C of ${formatShape(c.shape)} does not broadcast to ${formatShape(shape)}.`);
  return [{ dtype: a.dtype, shape }];
}

function multiply({ input, inputs, outputs: [output], attributes }: ReferenceContext<GemmAttributes>): Numbers[] {
  const [a, b, c] = [input(0), input(1), inputs[2]];
  const { alpha, beta, transA, transB } = attributes;
  const [m, n] = output.shape;
  const k = a.shape[transA ? 0 : 1];
  const data = new Float64Array(m * n);
  const indexOfC = c ? broadcastIndex(c.shape, output.shape) : () => 0;
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let i = 0; i < k; i++)
        sum += a.data[transA ? i * m + row : row * k + i] * b.data[transB ? column * k + i : i * n + column];
      const at = row * n + column;
      data[at] = wrapInteger(output.dtype, alpha * sum + (c ? beta * c.data[indexOfC(at)] : 0));
    }
  }
  return [{ dtype: output.dtype, shape: output.shape, data }];
}

/** d(op A) = alpha dY (op B)^T, or its transpose where A is read transposed. */
function gradientOfA({ builder, inputs: [, b], attributes }: GradientContext<GemmAttributes>, g: string): string {
  const { alpha, transA, transB } = attributes;
  if (transA) return builder.add('Gemm', [b, g], { alpha, transA: transB, transB: 1 });
  return builder.add('Gemm', [g, b], { alpha, transA: 0, transB: 1 - transB });
}

/** d(op B) = alpha (op A)^T dY, or its transpose where B is read transposed. */
function gradientOfB({ builder, inputs: [a], attributes }: GradientContext<GemmAttributes>, g: string): string {
  const { alpha, transA, transB } = attributes;
  if (transB) return builder.add('Gemm', [g, a], { alpha, transA: 1, transB: transA });
  return builder.add('Gemm', [a, g], { alpha, transA: 1 - transA, transB: 0 });
}

/** dC = beta dY, summed over what was broadcast. */
function gradientOfC(context: GradientContext<GemmAttributes>, g: string): string {
  const { builder, type, inputs, attributes } = context;
  const { mul } = arithmetic(builder, type(g).dtype);
  return reduceTo(context, attributes.beta === 1 ? g : mul(g, attributes.beta), inputs[2]);
}
