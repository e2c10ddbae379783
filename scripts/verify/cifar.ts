/** CIFAR ResNets from safetensors on the 1,000 images: exact counts in floats, and W8A8 static within half a point. */

import { presets } from '../../src/recipes/presets.ts';
import { cifarFiles, cifarImages, cifarLabels } from '../../src/testing/cifar.ts';
import { readData } from '../../src/testing/data.ts';
import type { Site } from './page.ts';
import { Studio } from './page.ts';
import type { Add, Verify } from './report.ts';
import { atMost } from './report.ts';

const calibrationImages = 200;

/** Points of accuracy. */
const mostLost = 0.5;

const networks = [
  { file: 'resnet56.safetensors', right: 1000 },
  { file: 'resnet20.safetensors', right: 999 },
];

const executors = ['webgpu', 'onnx'] as const;

export const verifyCifar =
  (site: Site): Verify =>
  async (add) => {
    const files = cifarFiles(await readData(cifarImages), new TextDecoder().decode(await readData(cifarLabels)));
    const studio = await Studio.open(site);
    try {
      const open = (from: number, to: number) =>
        studio.openData(['images.npy', files.images(from, to)], ['labels.npy', files.labels(from, to)]);
      const all = await open(0, files.samples);
      const calibration = await open(0, calibrationImages);
      const held = await open(calibrationImages, files.samples);
      for (const { file, right } of networks) {
        const model = await studio.openModel([file, await readData(`cifar10/${file}`)]);
        for (const executor of executors) {
          const { accuracy = 0, seconds } = await studio.measure({ model: model.id, data: all.id, executor });
          const got = Math.round(accuracy * files.samples);
          add({
            what: `${file} f32 on ${executor}, ${seconds.toFixed(0)} s`,
            ok: got === right,
            got: `${got} of ${files.samples} right`,
            wanted: `${right} right`,
          });
        }
        await compareQuantized(studio, file, model.id, { calibration: calibration.id, held: held.id }, add);
        await studio.forget(model.id);
      }
      return [];
    } finally {
      await studio.close();
    }
  };

// ---------------------------------------------------------------------------------------------------------------------

async function compareQuantized(
  studio: Studio,
  file: string,
  model: string,
  data: { readonly calibration: string; readonly held: string },
  add: Add,
): Promise<void> {
  const recipe = presets.find(({ id }) => id === 'w8a8-static')?.recipe;
  const made = await studio.run({ model, data: data.calibration, recipe });
  const before = await studio.measure({ model, data: data.held, executor: 'onnx' });
  for (const executor of executors) {
    const after = await studio.measure({ model: made.id, data: data.held, executor });
    const lost = 100 * ((before.accuracy ?? 0) - (after.accuracy ?? 0));
    const about = `${file} W8A8 static on ${executor}, ${after.seconds.toFixed(0)} s`;
    add({
      ...atMost(about, Math.abs(lost), mostLost, 'points'),
      got: `${lost.toFixed(3)} points lost on ${after.top.length}`,
    });
  }
  await studio.forget(made.id);
}
