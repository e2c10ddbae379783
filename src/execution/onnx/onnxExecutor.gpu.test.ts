/** onnxruntime-web in a browser: that its files are found. What it computes is tested in Node. */
import { expect, test } from 'vitest';
import { createBuilder } from '../../graph/builder.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { createOnnxExecutor } from './onnxExecutor.ts';

test('onnxruntime runs in the browser from the files that the build serves', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [2]);
  const graph = builder.build([builder.add('Add', [x, builder.scalar(1)], {}, 'y')]);
  const executor = createOnnxExecutor();
  const plan = await executor.compile(graph);
  const { y } = await plan.run({ x: tensorFrom('f32', [2], [1, 2]) });
  expect([...y.data]).toEqual([2, 3]);
  await executor.dispose();
});
