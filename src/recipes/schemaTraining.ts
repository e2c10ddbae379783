/**
 * The steps that train: networks to be made, optimizers, losses, and what `train`, `distill`, `qat`, `adaround`, `lora`
 * and `prune` take. Parts of the recipe schema, checked with it.
 */
import * as z from 'zod/mini';
import { integerWeights, names, selection, staticActivations } from './schemaParts.ts';

const width = z.int().check(z.minimum(1), z.maximum(65_536));
const share = z.number().check(z.minimum(0), z.maximum(1));
const positive = z.number().check(z.positive());

const mlpPreset = z.strictObject({
  preset: z.literal('mlp'),
  hidden: z.array(width).check(z.maxLength(64)),
});

const cnnPreset = z.strictObject({
  preset: z.literal('cnn'),
  channels: z.array(width).check(z.minLength(1), z.maxLength(64)),
  hidden: z.tuple([width]),
  kernel: z.optional(z.literal([3, 5])),
});

const fromTeacher = z.strictObject({
  from: z.literal('teacher'),
  width: z.optional(z.number().check(z.positive(), z.maximum(1))),
  depth: z.optional(share),
  layers: z.optional(z.union([z.int().check(z.minimum(0)), names])),
  rank: z.optional(z.number().check(z.positive(), z.maximum(1))),
  init: z.optional(z.enum(['teacher', 'fresh'])),
});

/** A network to be made. */
const made = z.union([z.discriminatedUnion('preset', [mlpPreset, cnnPreset]), fromTeacher]);
/** A network to be made, or the id of an opened model. */
const network = z.union([z.string().check(z.minLength(1)), made]);

const rate = {
  learningRate: z._default(positive, 1e-3),
  schedule: z._default(z.enum(['constant', 'linear', 'cosine', 'one-cycle']), 'cosine'),
  /** Steps over which the learning rate rises. */
  warmUp: z.optional(z.int().check(z.minimum(0))),
  /** What it falls to, as a share. */
  floor: z.optional(share),
  weightDecay: z.optional(z.number().check(z.minimum(0))),
};

const adam = { beta1: z.optional(share), beta2: z.optional(share), epsilon: z.optional(positive) };

const optimizer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('adamw'), ...rate, ...adam }),
  z.strictObject({ kind: z.literal('adam'), ...rate, ...adam }),
  z.strictObject({ kind: z.literal('lion'), ...rate, beta1: z.optional(share), beta2: z.optional(share) }),
  z.strictObject({ kind: z.literal('sgd'), ...rate, momentum: z.optional(share), nesterov: z.optional(z.boolean()) }),
]);

const augment = z.strictObject({
  shift: z.optional(z.number().check(z.minimum(0), z.maximum(64))),
  rotation: z.optional(z.number().check(z.minimum(0), z.maximum(180))),
  elastic: z.optional(z.number().check(z.minimum(0), z.maximum(32))),
  smoothness: z.optional(z.number().check(z.minimum(1), z.maximum(16))),
});

/** What every run of an optimizer takes. */
const training = {
  optimizer: z._default(optimizer, { kind: 'adamw', learningRate: 1e-3, schedule: 'cosine' }),
  steps: z.int().check(z.minimum(1), z.maximum(100_000_000)),
  batch: z._default(z.int().check(z.minimum(1), z.maximum(65_536)), 128),
  seed: z.optional(z.int().check(z.minimum(0), z.maximum(4_294_967_295))),
  checkpointEvery: z.optional(z.int().check(z.minimum(1))),
  /** Greatest global norm of the gradients. */
  clipNorm: z.optional(positive),
  /** Batches an update. */
  accumulate: z.optional(z.int().check(z.minimum(1), z.maximum(4096))),
  /** Share of the old in a moving average of the weights, which is then what is kept. */
  average: z.optional(z.number().check(z.minimum(0), z.maximum(0.999999))),
  labelSmoothing: z.optional(share),
  dropout: z.optional(z.strictObject({ input: z.optional(share), hidden: z.optional(share) })),
  batchNorm: z.optional(z.enum(['batch', 'frozen'])),
  augment: z.optional(augment),
};

const temperature = z.optional(z.number().check(z.minimum(0.01), z.maximum(1000)));

const loss = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('logit'),
    divergence: z.optional(z.enum(['forward', 'reverse', 'js', 'mse', 'dist', 'decoupled'])),
    temperature,
    alpha: z.optional(share),
    beta: z.optional(z.number().check(z.minimum(0))),
    gamma: z.optional(z.number().check(z.minimum(0))),
  }),
  z.strictObject({ kind: z.literal('response'), alpha: z.optional(share) }),
  z.strictObject({
    kind: z.literal('feature'),
    method: z.optional(z.enum(['hint', 'cosine', 'attention', 'relational'])),
    pairs: z.optional(z.array(z.strictObject({ student: z.string(), teacher: z.string() })).check(z.minLength(1))),
    weight: z.optional(z.number().check(z.minimum(0))),
    temperature,
    alpha: z.optional(share),
  }),
]);

/** An opened model's id, `original` (the run's model) or `current` (what the steps before have made). */
const teacherName = z.string().check(z.minLength(1));
const teacher = z.union([
  teacherName,
  z.array(z.strictObject({ model: teacherName, weight: positive })).check(z.minLength(1), z.maxLength(8)),
]);
const cache = z.union([z.boolean(), z.strictObject({ topK: z.int().check(z.minimum(1)) })]);

/** Learning with a teacher beside the labels, or with labels alone where none is named. */
const taught = { teacher: z.optional(teacher), loss: z.optional(loss), cache: z.optional(cache) };

export const trainStep = z.strictObject({ kind: z.literal('train'), model: z.optional(network), ...training });

export const distillStep = z.strictObject({
  kind: z.literal('distill'),
  student: z.optional(network),
  teacher: z._default(teacher, 'original'),
  /** Students between, each taught by the one before. */
  assistants: z.optional(z.array(made).check(z.maxLength(8))),
  loss: z._default(loss, { kind: 'logit' }),
  cache: z.optional(cache),
  ...training,
});

const activationScales = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('learned') }),
  z.strictObject({ kind: z.literal('fixed') }),
  z.strictObject({ kind: z.literal('observed'), freezeAfter: z.int().check(z.minimum(0)) }),
]);

export const qatStep = z.strictObject({
  kind: z.literal('qat'),
  weights: integerWeights,
  activations: z.optional(staticActivations),
  weightScales: z.optional(z.enum(['learned', 'fixed'])),
  activationScales: z.optional(activationScales),
  ...taught,
  ...training,
  ...selection,
});

export const adaroundStep = z.strictObject({
  kind: z.literal('adaround'),
  weights: integerWeights,
  /** Steps a layer. */
  steps: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
  samples: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
  batch: z.optional(z.int().check(z.minimum(1), z.maximum(4096))),
  learningRate: z.optional(positive),
  seed: z.optional(z.int().check(z.minimum(0), z.maximum(4_294_967_295))),
  biasCorrection: z.optional(z.boolean()),
  ...selection,
});

export const loraStep = z.strictObject({
  kind: z.literal('lora'),
  rank: z.int().check(z.minimum(1), z.maximum(4096)),
  alpha: z.optional(positive),
  /** `zero`: no change at first; `correction`: the best mend of what quantization has lost. */
  init: z._default(z.enum(['zero', 'correction']), 'zero'),
  /** Adds the adapters to their weights when they have learned; packed ones become dense. */
  merge: z._default(z.boolean(), false),
  ...taught,
  ...training,
  /** 0 leaves the adapters as they begin: error correction without training. */
  steps: z.int().check(z.minimum(0), z.maximum(100_000_000)),
  ...selection,
});

/** Sparsity that rises while the network learns. */
const gradual = z.strictObject({ every: z.int().check(z.minimum(1)), ...taught, ...training });

export const pruneStep = z.discriminatedUnion('method', [
  z.strictObject({
    kind: z.literal('prune'),
    method: z.literal('magnitude'),
    sparsity: z._default(share, 0.5),
    scope: z.optional(z.enum(['global', 'layer'])),
    pattern: z.optional(z.enum(['unstructured', '2:4'])),
    gradual: z.optional(gradual),
    ...selection,
  }),
  z.strictObject({
    kind: z.literal('prune'),
    method: z.literal('structured'),
    sparsity: z._default(z.number().check(z.minimum(0), z.lt(1)), 0.5),
    scope: z.optional(z.enum(['global', 'layer'])),
    importance: z.optional(z.enum(['l1', 'l2'])),
    ...selection,
  }),
]);

export type TrainStep = z.infer<typeof trainStep>;
export type DistillStep = z.infer<typeof distillStep>;
export type QatStep = z.infer<typeof qatStep>;
export type AdaroundStep = z.infer<typeof adaroundStep>;
export type LoraStep = z.infer<typeof loraStep>;
export type PruneStep = z.infer<typeof pruneStep>;
export type GradualPruning = z.infer<typeof gradual>;
export type NetworkSpec = z.infer<typeof network>;
export type MadeNetwork = z.infer<typeof made>;
export type TeacherSpec = z.infer<typeof teacher>;
/** The fields that every run of an optimizer has, seed and checkpoints among them. */
export type TrainingFields = Omit<TrainStep, 'kind' | 'model'>;
/** The fields of a step that may have a teacher. */
export type TaughtFields = TrainingFields & Pick<QatStep, 'teacher' | 'loss' | 'cache'>;
