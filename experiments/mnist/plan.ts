/** What the experiment asks: sizes of the runs, and the recipes, which differ in one step. */

export interface Size {
  readonly teacherSteps: number;
  readonly studentSteps: number;
  readonly qatSteps: number;
  readonly seeds: readonly number[];
}

export const sizes: Readonly<Record<string, Size>> = {
  full: { teacherSteps: 1000, studentSteps: 300, qatSteps: 200, seeds: [1, 2, 3] },
  /** To see that the program works. */
  tiny: { teacherSteps: 10, studentSteps: 10, qatSteps: 5, seeds: [1] },
};

/** Of teacher and QAT. */
const batch = 128;

/** Of the students: 300 steps are one pass over the 60,000 images. */
const studentBatch = 200;

/** A convolutional network of 813,000 values; it sees its images shifted by up to two pixels. */
export const teacherRecipe = ({ teacherSteps }: Size) => ({
  version: 1,
  name: 'teacher',
  steps: [
    {
      kind: 'train',
      model: { preset: 'cnn', channels: [16, 32], hidden: [512] },
      optimizer: { kind: 'adamw', learningRate: 2e-3, schedule: 'cosine', warmUp: 50, weightDecay: 0.01 },
      steps: teacherSteps,
      batch,
      augment: { shift: 2 },
    },
  ],
});

/** About a twenty-fifth of the teacher's bytes. */
const student = { preset: 'cnn', channels: [8, 16], hidden: [40] };

const learning = ({ studentSteps }: Size, seed: number) => ({
  optimizer: { kind: 'adamw', learningRate: 4e-3, schedule: 'cosine', warmUp: 50 },
  steps: studentSteps,
  batch: studentBatch,
  seed,
});

export const labelRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `student from labels, seed ${seed}`,
  steps: [{ kind: 'train', model: student, ...learning(size, seed) }],
});

const loss = { kind: 'logit', temperature: 8, alpha: 0.9 };

export const distillRecipe = (size: Size, seed: number) => ({
  version: 1,
  name: `distilled student, seed ${seed}`,
  steps: [{ kind: 'distill', student, loss, cache: true, ...learning(size, seed) }],
});

const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' };

export const ptqRecipe = { version: 1, name: 'PTQ W4', steps: [{ kind: 'quantize', weights }] };

/** @param teacher the one that taught the student in floats */
export const qatRecipe = ({ qatSteps }: Size, teacher: string, seed: number) => ({
  version: 1,
  name: `QAT W4, seed ${seed}`,
  steps: [
    {
      kind: 'qat',
      weights,
      teacher,
      loss,
      cache: true,
      optimizer: { kind: 'adam', learningRate: 5e-4, schedule: 'cosine' },
      steps: qatSteps,
      batch,
      seed,
    },
  ],
});
