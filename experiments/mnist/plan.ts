/** What the experiment asks: sizes of the runs, and the recipes, which differ in one step. */

export interface Size {
  /** Images to learn from, of 60,000. */
  readonly images: number;
  readonly teacherSteps: number;
  readonly studentSteps: number;
  readonly qatSteps: number;
  readonly seeds: readonly number[];
}

export const sizes: Readonly<Record<string, Size>> = {
  small: { images: 10_000, teacherSteps: 400, studentSteps: 800, qatSteps: 200, seeds: [1, 2, 3] },
  full: { images: 60_000, teacherSteps: 1500, studentSteps: 3000, qatSteps: 600, seeds: [1, 2, 3] },
};

/** A convolutional network of about 207,000 values; it sees its images shifted by up to two pixels. */
export const teacherRecipe = ({ teacherSteps }: Size) => ({
  version: 1,
  name: 'teacher',
  steps: [
    {
      kind: 'train',
      model: { preset: 'cnn', channels: [16, 32], hidden: [128] },
      optimizer: { kind: 'adamw', learningRate: 2e-3, schedule: 'cosine', warmUp: 50, weightDecay: 0.01 },
      steps: teacherSteps,
      batch: 128,
      augment: { shift: 2 },
    },
  ],
});

/** A fifth of the teacher's channels: about a twenty-fifth of its bytes. */
const student = { from: 'teacher', width: 0.2 };

const learning = ({ studentSteps }: Size, seed: number) => ({
  optimizer: { kind: 'adamw', learningRate: 3e-3, schedule: 'cosine', warmUp: 50 },
  steps: studentSteps,
  batch: 128,
  seed,
});

export const labelRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `student from labels, seed ${seed}`,
  steps: [{ kind: 'train', model: student, ...learning(size, seed) }],
});

export const distillRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `distilled student, seed ${seed}`,
  steps: [
    {
      kind: 'distill',
      student,
      loss: { kind: 'logit', temperature: 4, alpha: 0.9 },
      cache: true,
      ...learning(size, seed),
    },
  ],
});

const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' };

export const ptqRecipe = { version: 1, name: 'PTQ W4', steps: [{ kind: 'quantize', weights }] };

/** The teacher is the one that taught the student in floats. */
export const qatRecipe = ({ qatSteps }: Size, seed: number) => ({
  version: 1,
  name: `QAT W4, seed ${seed}`,
  steps: [
    {
      kind: 'qat',
      weights,
      teacher: 'teacher',
      loss: { kind: 'logit', temperature: 4, alpha: 0.9 },
      cache: true,
      optimizer: { kind: 'adam', learningRate: 5e-4, schedule: 'cosine' },
      steps: qatSteps,
      batch: 128,
      seed,
    },
  ],
});
