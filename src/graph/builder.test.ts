/** The builder, the types it infers and the reference that runs what it built. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import { createBuilder } from './builder.ts';

describe('a graph made with the builder', () => {
  test('has types with a symbolic batch and runs on the reference', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 2]);
    const w = builder.constant('f32', [2, 3], [1, 2, 3, 4, 5, 6]);
    const y = builder.add('Relu', [builder.add('Add', [builder.add('MatMul', [x, w]), builder.scalar(-12)])]);
    expect(builder.type(y)).toEqual({ dtype: 'f32', shape: ['batch', 3] });
    const plan = await createReferenceExecutor().compile(builder.build([y]), { shapes: { x: [2, 2] } });
    const result = await plan.run({ x: tensorFrom('f32', [2, 2], [1, 1, 2, 2]) });
    expect(Array.from(result[y].data, Number)).toEqual([0, 0, 0, 0, 2, 6]);
  });

  test('names the node whose shapes do not fit', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [4, 2]);
    expect(() => builder.add('MatMul', [x, builder.constant('f32', [3], [1, 2, 3])], {}, 'dense')).toThrow(
      'Node "dense" (MatMul; inputs f32 4×2, f32 3): 2 columns of A meet 3 rows of B; they must be equal.',
    );
  });
});
