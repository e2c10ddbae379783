import { expect } from 'vitest';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { testWithData } from '../../testing/data.ts';
import { readOnnx } from './readOnnx.ts';

testWithData('opt-mnist opens: opset 8, weights listed among the inputs', ['onnx/opt-mnist.onnx'], async (data) => {
  const graph = await readOnnx(memorySource('opt-mnist.onnx', await data.read('onnx/opt-mnist.onnx')));
  expect(graph.inputs).toEqual([{ name: 'Input3', dtype: 'f32', shape: [1, 1, 28, 28] }]);
  expect(graph.outputs).toEqual(['Plus214_Output_0']);
  expect(graph.parameters.size).toBe(7);
  expect(graph.nodes.map((node) => node.kind === 'operator' && node.operator)).toContain('Gemm');
  const first = await graph.parameters.get('Parameter87')?.storage.load();
  expect(first).toHaveLength(3200);
});
