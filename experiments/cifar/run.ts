/**
 * How much of what W4A8 rounding costs a ResNet-20 does training with a teacher bring back? See README.md.
 * `node scripts/run.mjs experiments/cifar/run.ts [resnet-20|resnet-56] [--choose] [--write]`, with `cifar10/` in
 * `DECANT_DATA`; the network named is the teacher.
 * `--choose` judges settings on a part of the images to learn from, and leaves the held-out ones alone.
 */
import { compareScores } from '../../src/evaluation/agreement.ts';
import type { Estimate } from '../../src/evaluation/statistics.ts';
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import { inWords, meanOver, rounded } from '../shared/figures.ts';
import { cifar, cifarResNet } from '../shared/files.ts';
import type { Made, Recorded } from '../shared/laboratory.ts';
import { device, judge, make, record, recorded, shortened } from '../shared/laboratory.ts';
import type { Settings } from './plan.ts';
import { ptqRecipe, qadRecipe, seeds, settings, tried } from './plan.ts';

const choosing = process.argv.includes('--choose');
const teacher = process.argv.includes('resnet-56') ? 'resnet-56' : 'resnet-20';
const executor = createOnnxExecutor({ threads: 1 });
const laboratory = choosing
  ? { executor, train: await cifar(0, 500), held: await cifar(500, 700) }
  : { executor, train: await cifar(0, 700), held: await cifar(700, 1000) };
const models = { 'resnet-20': await cifarResNet(20), 'resnet-56': await cifarResNet(56) };
const float = await judge(laboratory, 'ResNet-20', models['resnet-20']);
const ptq = await make(laboratory, 'PTQ W4A8', models['resnet-20'], ptqRecipe);
const lost = compared(ptq);
if (choosing) await choose();
else await compare();
await executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

interface Compared extends Recorded {
  /** KL to the float ResNet-20 in nats, mean over images. */
  readonly kl: Estimate;
  /** Images whose answer changed; of those, from right to wrong and from wrong to right. */
  readonly changed: number;
}

/** Beside the float ResNet-20, on the held-out images. */
function compared(made: Made): Compared {
  const { kl, changed } = compareScores(float.scores, made.scores);
  console.log(`  KL ${kl.value.toFixed(5)} (${kl.low.toFixed(5)} to ${kl.high.toFixed(5)}), ${changed.length} flips`);
  return { ...recorded(made), kl: shortened(kl), changed: changed.length };
}

type Row = Compared & { readonly seed: number };

async function train(of: Settings, from: string, seed: number): Promise<Row> {
  const label = `QAD by ${from}, ${of.steps} steps at ${of.learningRate}, T ${of.temperature}, seed ${seed}`;
  return {
    seed,
    ...compared(await make(laboratory, label, models['resnet-20'], qadRecipe(of, from, seed), models)),
  };
}

async function choose(): Promise<void> {
  for (const change of tried) {
    const { kl } = await train({ ...settings, ...change }, 'resnet-20', 1);
    console.log(`  of PTQ's KL: ${(100 * (kl.value / lost.kl.value)).toFixed(1)} %`);
  }
}

async function compare(): Promise<void> {
  const rows: Row[] = [];
  for (const seed of seeds) {
    rows.push(await train(settings, teacher, seed));
    record(import.meta.url, `./${teacher}.recorded.json`, resultOf(rows));
  }
  const { kl, left } = resultOf(rows).summary;
  console.log(`${teacher}: KL ${inWords(kl, 5)}, ${(100 * left).toFixed(1)} % of what PTQ added is left`);
}

function resultOf(rows: readonly Row[]) {
  const kl = meanOver(rows.map((row) => row.kl.value));
  const flips = meanOver(rows.map(({ changed }) => changed));
  return {
    command: `node scripts/run.mjs experiments/cifar/run.ts ${teacher} --write`,
    device: device(),
    learned: 'images 0 to 699',
    judged: 'images 700 to 999',
    recipes: { ptq: ptqRecipe, qad: qadRecipe(settings, teacher, 1) },
    float: recorded(float),
    ptq: lost,
    qad: rows,
    summary: { kl, left: rounded(kl.mean / lost.kl.value), flips },
  };
}
