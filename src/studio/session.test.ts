/** The session in Node: opens a real network and real digits, quantizes, measures, predicts, exports. */
import { expect } from 'vitest';
import { memorySource } from '../core/bytes/byteSource.ts';
import { memoryStore } from '../core/keyValueStore.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { readData, testWithData } from '../testing/data.ts';
import type { Environment } from './environment.ts';
import { memoryShelf } from './fileShelf.ts';
import { Session } from './session.ts';

/** Codes of 4 bits, and scales of 16 bits for groups of 32 with padding: 4.5 and a little. */
const bitsDigits = 1;

const MODEL = 'onnx/opt-mnist.onnx';
const IMAGES = 'mnist/t10k-images-idx3-ubyte.gz';
const LABELS = 'mnist/t10k-labels-idx1-ubyte.gz';

function createSession(model: Uint8Array): Session {
  const environment: Environment = {
    executors: { onnx: createOnnxExecutor(), reference: createReferenceExecutor() },
    adapter: async () => undefined,
    sampleModel: async () => memorySource('opt-mnist.onnx', model),
    store: memoryStore(),
    shelf: memoryShelf(),
    threads: async () => 1,
    browser: 'Node',
    notify: () => {},
  };
  return new Session(environment);
}

testWithData(
  'a network is opened, quantized, measured beside its original and exported',
  [MODEL, IMAGES, LABELS],
  async () => {
    const bytes = await readData(MODEL);
    const session = createSession(bytes);
    const file = (name: string, content: Uint8Array) => new File([new Uint8Array(content)], name);
    const model = await session.openModel(file('opt-mnist.onnx', bytes));
    expect(model.inputs[0].shape).toEqual(['batch', 1, 28, 28]);
    const files = [file('images.idx3.gz', await readData(IMAGES)), file('labels.idx1.gz', await readData(LABELS))];
    const data = await session.openData(files, { limit: 500 });
    expect(data.samples).toBe(500);
    const weights = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
    const result = await session.run({
      model: model.id,
      data: data.id,
      recipe: { version: 1, steps: [{ kind: 'quantize', method: 'rtn', weights }] },
    });
    const measured = await session.measure({ model: result.model.id, data: data.id, baseline: model.id });
    expect(measured.quality.accuracy?.value).toBeGreaterThan(0.95);
    expect(measured.quality.agreement?.value).toBeGreaterThan(0.95);
    expect(measured.size.bitsPerWeight).toBeCloseTo(4.54, bitsDigits);
    expect(measured.speed?.n).toBeGreaterThan(0);
    const exported = await session.exportModel(result.model.id, { format: 'onnx-nbits' });
    const again = await session.openModel(file(exported.name, exported.bytes));
    const agreement = await session.measure({
      model: again.id,
      data: data.id,
      baseline: result.model.id,
      skipSpeed: true,
    });
    expect(agreement.quality.agreement?.value).toBe(1);
    const reopened = await session.reopen();
    expect(reopened.model?.name).toBe(exported.name);
    expect(reopened.data?.samples).toBe(500);
    expect(reopened.missing).toEqual([]);
  },
);
