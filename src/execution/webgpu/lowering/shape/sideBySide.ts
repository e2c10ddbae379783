/** Concat and Split: copies between one tensor and its parts, read through what transposed a part. */
import { normalizeAxis, sizeOf, stridesOf } from '../../../../tensor/shape.ts';
import type { LoweringContext } from '../lowering.ts';
import type { View } from '../views.ts';
import { emitCopy, permutationOf, restrided, wholeView } from '../views.ts';

export function lowerConcat(context: LoweringContext): void {
  const output = context.output(0);
  const axis = normalizeAxis(context.int('axis'), output.shape.length);
  const strides = stridesOf(output.shape);
  let offset = 0;
  context.node.inputs.forEach((_, i) => {
    const at = offset * strides[axis];
    const moved = throughTranspose(context, i, output.shape, axis);
    if (moved) emitCopy(context, moved.shape, moved.source, { buffer: output, offset: at, strides: moved.target });
    else {
      const input = context.input(i);
      emitCopy(context, input.shape, wholeView(input, input.shape), { buffer: output, offset: at, strides });
    }
    offset += context.inputTypes[i]?.shape[axis] ?? 0;
  });
}

export function lowerSplit(context: LoweringContext): void {
  const input = context.input(0);
  const axis = normalizeAxis(context.int('axis'), input.shape.length);
  const strides = stridesOf(input.shape);
  let offset = 0;
  context.node.outputs.forEach((name, i) => {
    const { shape } = context.outputTypes[i];
    const source = { buffer: input, offset: offset * strides[axis], strides };
    if (name !== '' && context.wanted(i)) {
      const output = context.output(i);
      emitCopy(context, shape, source, wholeView(output, shape));
    }
    offset += shape[axis];
  });
}

// ---------------------------------------------------------------------------------------------

/** An input of Concat that is a transposed value, in another shape perhaps: copied from where it was before that. */
function throughTranspose(
  context: LoweringContext,
  index: number,
  whole: readonly number[],
  axis: number,
): { shape: readonly number[]; source: View; target: readonly number[] } | undefined {
  const given = context.inputTypes[index]?.shape ?? [];
  const maker = context.producer(index);
  const transpose = maker?.node.operator === 'Reshape' ? maker.producer(0) : maker;
  if (transpose?.node.operator !== 'Transpose') return undefined;
  const { shape } = transpose.outputTypes[0];
  const rows = [given, whole].map((each) => sizeOf(each.slice(axis)));
  const target = restrided(shape, stridesOf(shape), rows[0], rows[1]);
  if (!target) return undefined;
  const buffer = transpose.input(0);
  const perm = permutationOf(shape.length, transpose.attribute('perm'));
  const strides = perm.map((from) => stridesOf(buffer.shape)[from]);
  return { shape, source: { buffer, offset: 0, strides }, target };
}
