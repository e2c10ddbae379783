/** Gradients of a small network whose batch is a name: their shapes, and their values with the batch filled in. */
import { expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { difference } from '../../../testing/conformance/caseGraph.ts';
import { createDraw } from '../../../testing/conformance/inputs.ts';
import { differentiate } from '../../../training/differentiate.ts';
import { createBuilder } from '../../builder.ts';
import { parameterFrom } from '../../graph.ts';
import { inferTypes } from '../../inferTypes.ts';
import { decompose } from '../../passes/decompose.ts';

/** Two ways to the same sums, read back as f32 and divided by counts that the decomposition holds as f32. */
const tolerance = 'f32Sum';

test('a network with a named batch is differentiated, and its gradients decompose', async () => {
  const { floats } = createDraw(3);
  const builder = createBuilder();
  const weight = (name: string, shape: readonly number[]) =>
    builder.parameter(parameterFrom(name, floats(shape).tensor));
  const x = builder.input('x', 'f32', ['batch', 2, 8, 8]);
  const grouped = builder.add('Conv', [x, weight('w1', [4, 1, 3, 3]), weight('b1', [4])], {
    group: 2,
    pads: [1, 1, 1, 1],
  });
  const pooled = builder.add('MaxPool', [grouped], { kernel_shape: [2, 2], strides: [2, 2] });
  const strided = builder.add('Conv', [pooled, weight('w2', [3, 4, 2, 2])], { strides: [2, 2], pads: [1, 1, 0, 0] });
  const averaged = builder.add('AveragePool', [strided], { kernel_shape: [2, 2], pads: [1, 1, 0, 0] });
  const flat = builder.add('Flatten', [averaged]);
  expect(builder.type(flat).shape).toEqual(['batch', 12]);
  const loss = builder.add('ReduceSum', [builder.add('Mul', [flat, flat])], { keepdims: 0 });
  const wrt = ['x', 'w1', 'b1', 'w2'];
  const { graph, gradients } = await differentiate(builder.build([loss]), loss, wrt);
  const { types } = await inferTypes(graph);
  expect(wrt.map((name) => types.get(gradients[name])?.shape)).toEqual([
    ['batch', 2, 8, 8],
    [4, 1, 3, 3],
    [4],
    [3, 4, 2, 2],
  ]);
  const outputs = wrt.map((name) => gradients[name]);
  const fused = { ...graph, outputs };
  const plain = decompose(fused, await inferTypes(fused));
  expect(plain.nodes.some((node) => node.kind === 'operator' && node.operator.endsWith('Gradient'))).toBe(false);
  const images = floats([3, 2, 8, 8]).tensor;
  const [a, b] = await Promise.all(
    [fused, plain].map(async (each) => {
      const plan = await createReferenceExecutor().compile(each, { shapes: { x: images.shape } });
      return plan.run({ x: images });
    }),
  );
  expect(outputs.map((name) => difference(b[name], a[name], tolerance))).toEqual(outputs.map(() => ''));
});
