/** The main job on a real network: opt-mnist.onnx on MNIST's 10,000 test images, in floats and in every recipe. */
import { gunzipSync } from 'node:zlib';
import { presets } from '../../src/recipes/presets.ts';
import type { ModelSummary } from '../../src/studio/api.ts';
import { readData } from '../../src/testing/data.ts';
import { idxFile } from '../../src/testing/dataFiles.ts';
import { answersOfFile } from './exportedFile.ts';
import type { Measured, Site } from './page.ts';
import { agreeing, Studio } from './page.ts';
import type { Add, Check, Verify } from './report.ts';
import { share } from './report.ts';

const network = 'onnx/opt-mnist.onnx';
const images = 'mnist/t10k-images-idx3-ubyte.gz';
const labels = 'mnist/t10k-labels-idx1-ubyte.gz';
const training = 'mnist/train-images-idx3-ubyte.gz';

/** Calibration sees training images alone, so that nothing is measured on what ranges were chosen by. */
const calibrationImages = 256;
const referenceImages = 1000;
const imageHeader = 16;
const imageSize = 784;

/** Images of which so many must be answered alike by our kernels and by onnxruntime. */
const leastAgreement = 0.999;

export const verifyMnist =
  (site: Site): Verify =>
  async (add) => {
    const studio = await Studio.open(site);
    try {
      const subject = await openSubject(studio);
      await compareFloats(studio, subject, add);
      for (const preset of presets.filter(({ recipe }) => recipe.steps.length === 1))
        await compareRecipe(studio, subject, preset, add);
      return [];
    } finally {
      await studio.close();
    }
  };

// ---------------------------------------------------------------------------------------------------------------------

interface Subject {
  readonly model: ModelSummary;
  readonly data: string;
  readonly calibration: string;
  readonly pixels: Uint8Array;
}

async function openSubject(studio: Studio): Promise<Subject> {
  const model = await studio.openModel(['opt-mnist.onnx', await readData(network)]);
  const [pixels, classes] = [await readData(images), await readData(labels)];
  const { id: data } = await studio.openData(['t10k-images.gz', pixels], ['t10k-labels.gz', classes]);
  const train = gunzipSync(await readData(training)).subarray(imageHeader, imageHeader + calibrationImages * imageSize);
  const calibration = await studio.openData(['train-images.idx3', idxFile(8, [calibrationImages, 28, 28], train)]);
  return { model, data, calibration: calibration.id, pixels: gunzipSync(pixels).subarray(imageHeader) };
}

async function compareFloats(studio: Studio, { model, data }: Subject, add: Add): Promise<void> {
  const webgpu = await studio.measure({ model: model.id, data, executor: 'webgpu' });
  const onnx = await studio.measure({ model: model.id, data, executor: 'onnx' });
  const reference = await studio.measure({ model: model.id, data, executor: 'reference', samples: referenceImages });
  const all = webgpu.top.length;
  add(
    { ...share('f32: webgpu and onnx agree', agreeing(webgpu.top, onnx.top), all, 1), ...timed(webgpu, onnx) },
    share('f32: reference and webgpu agree', agreeing(reference.top, webgpu.top), referenceImages, 1),
    share('f32: reference and onnx agree', agreeing(reference.top, onnx.top), referenceImages, 1),
    share('f32: right on webgpu', Math.round((webgpu.accuracy ?? 0) * all), all, 0.98),
  );
}

/** The seconds of both sides, beside the figure. */
function timed(webgpu: Measured, onnx: Measured): { what: string } {
  return { what: `f32: webgpu (${webgpu.seconds.toFixed(1)} s) and onnx (${onnx.seconds.toFixed(1)} s) agree` };
}

async function compareRecipe(
  studio: Studio,
  { model, data, calibration, pixels }: Subject,
  { label, recipe }: (typeof presets)[number],
  add: Add,
): Promise<void> {
  const made = await studio.run({ model: model.id, data: calibration, recipe });
  const ours = await studio.measure({ model: made.id, data, executor: 'webgpu' });
  const all = ours.top.length;
  const accuracy = `${(100 * (ours.accuracy ?? 0)).toFixed(2)} % right`;
  for (const format of ['onnx-qdq', 'onnx-nbits'] as const) {
    const file = await studio.exportModel(made.id, format);
    const direct = await answersOfFile(file.bytes, pixels, [1, 28, 28]);
    const opened = await studio.openModel([file.name, file.bytes]);
    const again = await studio.measure({ model: opened.id, data, executor: 'onnx' });
    add(
      share(
        `${label} (${accuracy}): webgpu and the ${format} file in onnxruntime agree`,
        agreeing(ours.top, direct),
        all,
        leastAgreement,
      ),
      share(
        `${label}: webgpu and the ${format} file opened again, on onnx, agree`,
        agreeing(ours.top, again.top),
        all,
        leastAgreement,
      ),
    );
    await studio.forget(opened.id);
  }
  const [step] = recipe.steps;
  if (step.kind === 'quantize' && step.weights && step.weights.bits < 16) add(bitsCheck(label, made, step.weights));
  await studio.forget(made.id);
}

/** Bits a weight are bits + 16 ceil(K / g) / K for f16 scales, weighed by the weights of each layer; padding apart. */
function bitsCheck(
  label: string,
  made: ModelSummary,
  weights: { bits: number; strategy?: string; groupSize?: number },
): Check {
  let bits = 0;
  let count = 0;
  for (const { operator, shape } of made.layers) {
    const size = shape.reduce((a, b) => a * b, 1);
    const rows = operator === 'Conv' ? shape[0] : shape[1];
    const columns = size / rows;
    const groups = weights.strategy === 'group' ? Math.ceil(columns / (weights.groupSize ?? columns)) : 1;
    bits += size * weights.bits + 16 * rows * groups;
    count += size;
  }
  const wanted = bits / count;
  return {
    what: `${label}: bits a weight`,
    ok: Math.abs(made.bitsPerWeight - wanted) < 0.005,
    got: made.bitsPerWeight.toFixed(3),
    wanted: wanted.toFixed(3),
  };
}
