/**
 * GlobalNorm: the Euclidean norm of many tensors taken as one vector, and the factor min(1, most / norm) that scales
 * them so that it is at most `most`. Pascanu et al., 2013, "On the difficulty of training recurrent neural networks",
 * arXiv:1211.5063.
 *
 * Inputs: tensors of any shapes. Outputs: the norm and the factor, f32 scalars.
 */
import { sizeOf } from '../../../tensor/shape.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { InferContext, ReferenceContext, RewriteContext } from '../../operator.ts';
import { decomposed, defineOperator, float, notDifferentiable } from '../../operator.ts';
import { arithmetic } from '../arithmetic.ts';
import { updateReason } from './update.ts';

interface NormAttributes {
  readonly most: number;
}

export const globalNorm = defineOperator({
  name: 'GlobalNorm',
  domain: 'decant',
  since: 1,
  attributes: { most: float(1) },
  arity: [1, Number.POSITIVE_INFINITY],
  infer: ({ outputCount }: InferContext) =>
    Array.from({ length: 2 }, () => ({ dtype: 'f32' as const, shape: [] })).slice(0, outputCount),
  flops: ({ inputs }) => inputs.reduce((sum, type) => sum + 2 * sizeOf(type?.shape ?? []), 0),
  reference: norm,
  gradient: notDifferentiable(updateReason),
  decomposition: decomposed<NormAttributes>(normNodes),
});

// ---------------------------------------------------------------------------------------------

/** Keeps the division finite where everything is zero; far below any norm that is clipped. */
const least = 1e-12;

function norm({ inputs, outputs, attributes }: ReferenceContext<NormAttributes>): Numbers[] {
  let sum = 0;
  for (const input of inputs) for (const x of input?.data ?? []) sum += x * x;
  const length = Math.sqrt(sum);
  const scalar = (x: number): Numbers => ({ dtype: 'f32', shape: [], data: Float64Array.of(x) });
  return [scalar(length), scalar(Math.min(1, attributes.most / (length + least)))].slice(0, outputs.length);
}

function normNodes({ builder, type, inputs, outputs, attributes }: RewriteContext<NormAttributes>): string[] {
  const { sqrt, div, add, cast } = arithmetic(builder, 'f32');
  const squares = inputs.map((input) => {
    const single = type(input).dtype === 'f32' ? input : cast(input);
    return builder.add('ReduceSumSquare', [single], { keepdims: 0 });
  });
  const length = sqrt(sumOf(builder, squares));
  if (outputs.length === 1) return [length];
  return [length, builder.add('Min', [div(attributes.most, add(length, least)), builder.scalar(1)])];
}

/** Values added up a few at a time: a GPU binds no more than eight buffers to a dispatch. */
function sumOf(builder: GraphBuilder, values: readonly string[]): string {
  if (values.length === 1) return values[0];
  const sums: string[] = [];
  for (let i = 0; i < values.length; i += 4) {
    const few = values.slice(i, i + 4);
    sums.push(few.length === 1 ? few[0] : builder.add('Sum', few));
  }
  return sumOf(builder, sums);
}
