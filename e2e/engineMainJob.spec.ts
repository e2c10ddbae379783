/** The main job by script in the built page: a real network, real images, compressed, measured, exported, opened again. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { idxFile } from '../src/testing/dataFiles.ts';
import { hand, openEngine } from './engineSupport.ts';
import { expect, test } from './test.ts';

const images = 400;
const [network, pixels, labels] = [
  'onnx/opt-mnist.onnx',
  'mnist/t10k-images-idx3-ubyte.gz',
  'mnist/t10k-labels-idx1-ubyte.gz',
].map((path) => resolve(process.env.DECANT_DATA ?? '../shared/data', path));

/** The first images and labels as files of their own. */
function subset() {
  const read = (path: string, header: number, size: number) =>
    gunzipSync(readFileSync(path)).subarray(header, header + images * size);
  return [
    hand('images.idx3-ubyte', idxFile(8, [images, 28, 28], read(pixels, 16, 784))),
    hand('labels.idx1-ubyte', idxFile(8, [images], read(labels, 8, 1))),
  ];
}

test('opt-mnist.onnx is compressed, and our kernels agree with the exported file image by image', async ({ page }) => {
  const missing = [network, pixels, labels].filter((path) => !existsSync(path));
  // The network and MNIST are not the project's own: without them this test says what is missing, and the rest passes.
  test.skip(missing.length > 0, `needs ${missing.join(', ')} (set DECANT_DATA)`);
  await openEngine(page);
  const found = await page.evaluate(
    async ({ file, files }) => {
      const { decant, fileFrom } = window;
      const model = await decant.openModel(fileFrom(file));
      const { id: data } = await decant.openData(files.map(fileFrom));
      const weights = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
      const recipe = { version: 1, steps: [{ kind: 'quantize', method: 'rtn', weights }] };
      const { model: small } = await decant.run({ model: model.id, data, recipe });
      const top = async (id: string, executor: 'webgpu' | 'onnx') => {
        const { quality } = await decant.measure({ model: id, data, executor, skipSpeed: true });
        return [...(quality.answers?.top ?? [])];
      };
      const answers = [await top(model.id, 'webgpu'), await top(model.id, 'onnx'), await top(small.id, 'webgpu')];
      for (const format of ['onnx-qdq', 'onnx-nbits'] as const) {
        const { bytes, name } = await decant.exportModel(small.id, { format });
        const again = await decant.openModel(new File([new Uint8Array(bytes)], name));
        answers.push(await top(again.id, 'onnx'));
      }
      const whole = await decant.measure({ model: small.id, data, baseline: model.id });
      return { answers, bits: small.bitsPerWeight, bytes: [model.bytes, small.bytes], whole };
    },
    { file: hand('opt-mnist.onnx', readFileSync(network)), files: subset() },
  );
  const [webgpu, onnx, ours, qdq, nbits] = found.answers;
  expect(webgpu).toHaveLength(images);
  expect(onnx).toEqual(webgpu);
  expect([qdq, nbits]).toEqual([ours, ours]);
  expect(found.bits).toBeCloseTo(4.537, 2);
  expect(found.bytes[1]).toBeLessThan(found.bytes[0] / 3);
  const { quality, speed } = found.whole;
  expect(quality.accuracy?.value).toBeGreaterThan(0.97);
  expect(quality.agreement?.value).toBeGreaterThan(0.98);
  expect(speed?.n).toBeGreaterThan(0);
});
