/**
 * Makes the built-in network and what the page shows of it before anything is measured: `npm run samples`. Trains,
 * writes `public/samples/digits-cnn.onnx` with its recipe beside it, and records measurements at every width.
 * `npm run samples -- --record` keeps the network and only measures again, `-- --training` records a run of the recipe
 * that the distill view starts. Takes a few minutes on one core.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Recording } from '../src/app/recorded/schema.ts';
import { createOnnxExecutor } from '../src/execution/onnx/onnxExecutor.ts';
import { createNodeSession } from '../src/testing/nodeSession.ts';
import { recordSample } from './samples/recordSample.ts';
import { recordTraining } from './samples/recordTraining.ts';
import { SAMPLE_NAME, trainSample } from './samples/trainSample.ts';

const NETWORK = pathOf(`../public/samples/${SAMPLE_NAME}.onnx`);
const RECORDING = pathOf('../src/app/recorded/digits.recorded');
const DIAL_RECORDING = pathOf('../src/app/recorded/digitsDial.recorded.json');

const TRAINING_RECORDING = pathOf('../src/app/recorded/training.recorded.json');

const executor = createOnnxExecutor({ threads: 1 });
if (process.argv.includes('--training')) await recordRun();
else await recordAll();
await executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

async function recordRun(): Promise<void> {
  const session = createNodeSession(readFileSync(NETWORK));
  const { images }: Recording = JSON.parse(readFileSync(`${RECORDING}.json`, 'utf8'));
  const training = await recordTraining(session, images.samples);
  writeFileSync(TRAINING_RECORDING, `${JSON.stringify(training)}\n`);
}

async function recordAll(): Promise<void> {
  const bytes = process.argv.includes('--record') ? readFileSync(NETWORK) : await makeNetwork();
  const { recording, dial, picture } = await recordSample(SAMPLE_NAME, bytes, executor);
  writeFileSync(`${RECORDING}.json`, `${JSON.stringify(recording)}\n`);
  writeFileSync(DIAL_RECORDING, `${JSON.stringify(dial)}\n`);
  writeFileSync(`${RECORDING}.png`, picture);
}

async function makeNetwork(): Promise<Uint8Array> {
  const start = performance.now();
  let shown = 0;
  const sample = await trainSample(executor, ({ done, total, secondsLeft }) => {
    if (done < total * (shown + 0.1)) return;
    shown = done / total;
    console.log(`training: ${Math.round(100 * shown)} %, ${Math.round(secondsLeft ?? 0)} s left`);
  });
  writeFileSync(NETWORK, sample.bytes);
  writeFileSync(NETWORK.replace('.onnx', '.json'), `${JSON.stringify(sample.recipe, null, 2)}\n`);
  const { accuracy } = sample.recipe;
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${SAMPLE_NAME}: ${sample.bytes.length} bytes, ${(100 * accuracy.value).toFixed(2)} % of ${accuracy.n}, ${seconds} s`,
  );
  return sample.bytes;
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
