/** ResNet-20 for CIFAR-10 in W4A8, rounded and then trained with a teacher: the recipes. */

export interface Settings {
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
}

/** Chosen on 500 of the images to learn from, judged on the other 200; the 300 held-out ones were not looked at. */
export const settings: Settings = { steps: 150, batch: 16, learningRate: 1e-4, temperature: 4 };

/** What was tried before, beside `settings`. */
export const tried: readonly Partial<Settings>[] = [
  { steps: 30, learningRate: 2e-4 },
  { steps: 30, learningRate: 2e-4, temperature: 1 },
  { steps: 30 },
  { steps: 40, learningRate: 3e-5 },
  { steps: 100 },
];

export const seeds = [1, 2, 3];

const weights = { bits: 4, strategy: 'channel', symmetric: true, clip: 'mse' };
const activations = { bits: 8, mode: 'static', observer: 'mse', samples: 256 };

/** Per-channel weights of four bits, activations of eight with one scale a tensor. */
export const ptqRecipe = { version: 1, name: 'PTQ W4A8', steps: [{ kind: 'quantize', weights, activations }] };

/** The same grid, trained; the teacher's scores alone are followed, at no point the labels. */
export const qadRecipe = ({ steps, batch, learningRate, temperature }: Settings, teacher: string, seed: number) => ({
  version: 1,
  name: `QAD W4A8 taught by ${teacher}, seed ${seed}`,
  steps: [
    {
      kind: 'qat',
      weights,
      activations,
      teacher,
      loss: { kind: 'logit', temperature, alpha: 1 },
      cache: true,
      optimizer: { kind: 'adam', learningRate, schedule: 'cosine', warmUp: 10 },
      steps,
      batch,
      seed,
    },
  ],
});
