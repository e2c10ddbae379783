/**
 * Hinton's ladder on MNIST: a big regularized teacher, a student from labels, the same student distilled. See README.md.
 * `node scripts/run.mjs experiments/hinton/run.ts [full|tiny] [--keep teacher.onnx] [--write]`, with MNIST's four files
 * in `DECANT_DATA/mnist`. `--keep` stores the teacher in a file, and takes it from there the next time.
 */
import { findFlips } from '../../src/evaluation/agreement.ts';
import { createOnnxExecutor } from '../../src/execution/onnx/onnxExecutor.ts';
import type { Mean } from '../shared/figures.ts';
import { inWords, liesBelow, meanOver, pairedOver, shareOfGap } from '../shared/figures.ts';
import { mnist } from '../shared/files.ts';
import type { Made } from '../shared/laboratory.ts';
import { device, keep, make, record, recorded } from '../shared/laboratory.ts';
import { distillRecipe, labelRecipe, sizes, teacherRecipe } from './plan.ts';

const name = process.argv[2] === 'tiny' ? 'tiny' : 'full';
const size = sizes[name];
const laboratory = {
  executor: createOnnxExecutor({ threads: 1 }),
  train: await mnist('train'),
  held: await mnist('t10k'),
};
const teacher = await keep(laboratory, 'teacher', () => make(laboratory, 'teacher', undefined, teacherRecipe(size)));
const runs: Run[] = [];
for (const seed of size.seeds) {
  runs.push({
    seed,
    labels: await make(laboratory, `labels ${seed}`, undefined, labelRecipe(size, seed)),
    distilled: await make(laboratory, `distilled ${seed}`, teacher.graph, distillRecipe(size, seed)),
  });
  record(import.meta.url, `./${name}.recorded.json`, result());
}
const { summary, paired } = result();
console.log(
  `teacher ${teacher.errors}, labels ${inWords(summary.labels)}, distilled ${inWords(summary.distilled)} errors`,
);
console.log(`paired: ${paired.toRight} to right, ${paired.toWrong} to wrong, p = ${paired.p}`);
console.log(`the order ${summary.ordered ? 'holds' : 'does not hold'}; ${summary.gapClosed} of the gap is closed`);
await laboratory.executor.dispose();

// ---------------------------------------------------------------------------------------------------------------------

interface Run {
  readonly seed: number;
  readonly labels: Made;
  readonly distilled: Made;
}

function result() {
  const changes = runs.map(({ labels, distilled }) => {
    const { toWrong, toRight } = findFlips(labels.scores, distilled.scores, correct());
    return { toWrong: toWrong.length, toRight: toRight.length };
  });
  const errorsOf = (which: 'labels' | 'distilled'): Mean => meanOver(runs.map((run) => run[which].errors));
  const [labels, distilled] = [errorsOf('labels'), errorsOf('distilled')];
  return {
    command: `node scripts/run.mjs experiments/hinton/run.ts ${name} --write`,
    device: device(),
    size,
    recipes: { teacher: teacherRecipe(size), labels: labelRecipe(size, 1), distilled: distillRecipe(size, 1) },
    published: { teacher: 67, labels: 146, distilled: 74 },
    teacher: recorded(teacher),
    seeds: runs.map((run, i) => ({
      seed: run.seed,
      labels: recorded(run.labels),
      distilled: recorded(run.distilled),
      paired: pairedOver([changes[i]], laboratory.held.samples),
    })),
    summary: {
      labels,
      distilled,
      ordered: teacher.errors < distilled.mean && liesBelow(distilled, labels),
      gapClosed: shareOfGap(labels.mean, teacher.errors, distilled.mean),
    },
    paired: pairedOver(changes, laboratory.held.samples),
  };
}

function correct(): Int32Array {
  const { labels } = laboratory.held;
  if (labels) return labels;
  throw new Error('The test images have no labels.');
}
