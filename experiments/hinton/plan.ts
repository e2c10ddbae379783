/**
 * The networks of Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015, arXiv:1503.02531),
 * section 3, as recipes. Sizes, jitter and temperature are the paper's; how much is dropped, optimizer and length are ours.
 */

export interface Size {
  readonly teacherSteps: number;
  readonly studentSteps: number;
  readonly seeds: readonly number[];
}

/** An epoch is 234 steps. */
export const sizes: Readonly<Record<string, Size>> = {
  full: { teacherSteps: 9360, studentSteps: 4680, seeds: [1, 2, 3] },
  tiny: { teacherSteps: 20, studentSteps: 10, seeds: [1, 2] },
};

const batch = 256;

const optimizer = { kind: 'adamw', learningRate: 1e-3, schedule: 'cosine', warmUp: 50 };

/** Two hidden layers of 1,200, dropout, images jittered by up to two pixels. */
export const teacherRecipe = ({ teacherSteps }: Size) => ({
  version: 1,
  name: 'teacher',
  steps: [
    {
      kind: 'train',
      model: { preset: 'mlp', hidden: [1200, 1200] },
      optimizer,
      steps: teacherSteps,
      batch,
      dropout: { hidden: 0.25 },
      augment: { shift: 2 },
    },
  ],
});

/** Two hidden layers of 800; neither dropout nor jitter. */
const student = { preset: 'mlp', hidden: [800, 800] };

const learning = ({ studentSteps }: Size, seed: number) => ({ optimizer, steps: studentSteps, batch, seed });

export const labelRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `student from labels, seed ${seed}`,
  steps: [{ kind: 'train', model: student, ...learning(size, seed) }],
});

/** The step alone differs. The teacher's scores are stored once, since the student's images never move. */
export const distillRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `distilled student, seed ${seed}`,
  steps: [
    {
      kind: 'distill',
      student,
      loss: { kind: 'logit', temperature: 20, alpha: 0.9 },
      cache: true,
      ...learning(size, seed),
    },
  ],
});
