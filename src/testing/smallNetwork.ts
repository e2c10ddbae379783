/** A small network as the file that a session opens as its sample: quick to train further, with a content to be named by. */
import { createNodeSession } from './nodeSession.ts';

/** Perceptron 784-32-16-10 in ONNX, a little trained. */
export async function smallNetwork(): Promise<Uint8Array> {
  const session = createNodeSession(new Uint8Array());
  const { id: data } = await session.openData('sample:digits-train', { limit: 60 });
  const optimizer = { kind: 'adam', learningRate: 0.005, schedule: 'constant' };
  const step = { kind: 'train', model: { preset: 'mlp', hidden: [32, 16] }, steps: 30, batch: 16, optimizer };
  const recipe = { version: 1, steps: [step] };
  const { model } = await session.run({ data, recipe, executor: 'onnx', heldOut: 0 });
  return (await session.exportModel(model.id, { format: 'onnx-qdq' })).bytes;
}
