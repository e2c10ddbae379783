/**
 * Does a small student that a big teacher has taught beat the same student taught by labels, on MNIST, and what is left
 * of it in four bits? Asked of the built page through `window.decant`, in Chromium without WebGPU. See README.md.
 * `npm run build`, then `node scripts/run.mjs experiments/mnist/run.ts [full|tiny] [--write]`, with MNIST's four files
 * in `DECANT_DATA/mnist`.
 */
import { rounded } from '../shared/figures.ts';
import { dataFile, mnistPaths } from '../shared/files.ts';
import { record, shortened } from '../shared/laboratory.ts';
import type { PageModel } from '../shared/site.ts';
import { measure, openSite, run } from '../shared/site.ts';
import type { Judged, Row } from './findings.ts';
import { findingsOf, inSentences } from './findings.ts';
import { distillRecipe, labelRecipe, ptqRecipe, qatRecipe, sizes, teacherRecipe } from './plan.ts';

const name = process.argv[2] === 'tiny' ? 'tiny' : 'full';
const size = sizes[name];
const { studio, close } = await openSite();
const [train, test] = [await open('train'), await open('t10k')];
const made = await run(studio, { data: train, recipe: teacherRecipe(size) });
const teacher = await judge('teacher', made);
const { where } = await measure(studio, made.id, test);
const rows: Row[] = [];
for (const seed of size.seeds) {
  rows.push(await runSeed(seed));
  record(import.meta.url, `./${name}.recorded.json`, result());
}
for (const sentence of inSentences(findingsOf(teacher, rows))) console.log(sentence);
await close();

// ---------------------------------------------------------------------------------------------------------------------

async function open(part: 'train' | 't10k'): Promise<string> {
  const files = await Promise.all(mnistPaths(part).map(async (path) => [path, await dataFile(path)] as const));
  return (await studio.openData(...files)).id;
}

async function runSeed(seed: number): Promise<Row> {
  const from = { data: train, model: made.id, seed };
  const labels = await run(studio, { ...from, recipe: labelRecipe(size, seed) });
  const distilled = await run(studio, { ...from, recipe: distillRecipe(size, seed) });
  const four = { ...from, model: distilled.id };
  const ptq = await run(studio, { ...four, recipe: ptqRecipe });
  const qat = await run(studio, { ...four, recipe: qatRecipe(size, made.id, seed) });
  const row = {
    seed,
    labels: await judge(`labels ${seed}`, labels),
    distilled: await judge(`distilled ${seed}`, distilled, labels),
    ptq: await judge(`distilled ${seed}, PTQ W4`, ptq, distilled),
    qat: await judge(`distilled ${seed}, QAT W4`, qat, distilled),
  };
  await studio.forget(labels.id, distilled.id, ptq.id, qat.id);
  return row;
}

async function judge(label: string, model: PageModel, baseline?: PageModel): Promise<Judged> {
  const { accuracy, flips, size: own } = await measure(studio, model.id, test, baseline?.id);
  const errors = Math.round(accuracy.n * (1 - accuracy.value));
  console.log(`${label}: ${errors} errors of ${accuracy.n}, ${own.bytes} bytes, ${model.seconds} s`);
  return {
    errors,
    accuracy: shortened(accuracy),
    bytes: own.bytes,
    seconds: model.seconds,
    ...(model.msPerStep === undefined ? {} : { msPerStep: rounded(model.msPerStep, 3) }),
    ...(model.losses.length === 0 ? {} : { losses: model.losses }),
    ...(flips ? { beside: { toWrong: flips.broke, toRight: flips.mended } } : {}),
  };
}

function result() {
  return {
    command: `npm run build && node scripts/run.mjs experiments/mnist/run.ts ${name} --write`,
    device: `the built page: ${where}`,
    size,
    recipes: {
      teacher: teacherRecipe(size),
      labels: labelRecipe(size, 1),
      distilled: distillRecipe(size, 1),
      ptq: ptqRecipe,
      qat: qatRecipe(size, 'teacher', 1),
    },
    teacher,
    seeds: rows,
    findings: findingsOf(teacher, rows),
  };
}
