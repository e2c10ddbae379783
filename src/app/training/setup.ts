/**
 * What a training run is asked to be, one choice a word of the sentence, and the recipe that the engine reads. The words
 * and their help are in `../recipe/trainingOptions.ts`; nothing here runs.
 */
import type { ScriptRecipe } from '../recipe/script.ts';
import type { LayerPair, OtherTeacher, Presence, Way } from './teaching.ts';
import { againOf, assistantsOf, canPair, hasTeacher, teacherOf, WIDTHS } from './teaching.ts';

/** What is done, one after the other; each is a recipe of one or two steps. */
export type Form =
  | 'distill'
  | 'train'
  | 'distill-quantize'
  | 'distill-qat'
  | 'qat'
  | 'qad'
  | 'adaround'
  | 'lora'
  | 'prune';

/** The network that learns: a share of the teacher's channels, thin factors of its weights, or a network of its own. */
export type Student = 'half' | 'third' | 'quarter' | 'eighth' | 'rank' | 'same' | 'mlp' | 'cnn';

export type Depth = 'all' | 'half';

export type Loss = 'logit' | 'feature' | 'response';

export type Divergence = 'forward' | 'reverse' | 'js' | 'mse' | 'dist' | 'decoupled';

export type Feature = 'hint' | 'cosine' | 'attention' | 'relational';

export type OptimizerKind = 'adamw' | 'adam' | 'sgd' | 'lion';

export type ScheduleKind = 'cosine' | 'linear' | 'constant' | 'one-cycle';

export interface TrainingSetup {
  readonly form: Form;
  readonly student: Student;
  readonly depth: Depth;
  readonly loss: Loss;
  readonly divergence: Divergence;
  readonly feature: Feature;
  /** Layers whose features are compared; null takes those that the engine proposes. */
  readonly pairs: readonly LayerPair[] | null;
  readonly way: Way;
  readonly presence: Presence;
  /** Teachers beside the network itself. */
  readonly others: readonly OtherTeacher[];
  readonly temperature: number;
  /** The teacher's share of the loss; the rest is the labels'. */
  readonly alpha: number;
  readonly optimizer: OptimizerKind;
  readonly learningRate: number;
  readonly schedule: ScheduleKind;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  /** Of the built-in digits: how many there are to learn from. */
  readonly samples: number;
  /** Width of the weights where the form rounds them. */
  readonly bits: 8 | 4 | 3 | 2;
  /** Share of the weights that pruning makes zero. */
  readonly sparsity: number;
}

/** The recipe that one click starts: short enough that its gain is seen within a minute on a laptop's GPU. */
export const READY: TrainingSetup = {
  form: 'distill',
  student: 'quarter',
  depth: 'all',
  loss: 'logit',
  divergence: 'forward',
  feature: 'hint',
  pairs: null,
  way: 'once',
  presence: 'beside',
  others: [],
  temperature: 4,
  alpha: 0.9,
  optimizer: 'adamw',
  learningRate: 4e-3,
  schedule: 'cosine',
  steps: 600,
  batch: 64,
  seed: 1,
  samples: 1000,
  bits: 4,
  sparsity: 0.5,
};

/** Checkpoints of a run: often enough that the curve of held-out accuracy has a shape. */
const CHECKPOINTS = 12;

/** Whether a student is made; the other forms change the network itself. */
export const makesStudent = ({ form }: Pick<TrainingSetup, 'form'>): boolean =>
  form === 'distill' || form === 'train' || form === 'distill-quantize' || form === 'distill-qat';

export const roundsWeights = ({ form }: Pick<TrainingSetup, 'form'>): boolean =>
  form !== 'distill' && form !== 'train' && form !== 'prune';

/** Whether temperature is a setting of the loss. */
export const hasTemperature = (setup: Pick<TrainingSetup, 'form' | 'loss'>): boolean =>
  hasTeacher(setup) && setup.loss !== 'response';

/** Steps between checkpoints. */
export const checkpointEvery = (steps: number): number => Math.max(1, Math.round(steps / CHECKPOINTS));

/** The recipe as the engine reads it (docs/scripting.md). */
export function recipeOf(setup: TrainingSetup): ScriptRecipe & { readonly name: string } {
  return { version: 1, name: nameOf(setup), steps: stepsOf(setup) };
}

/** What a run and its network are called: "student ⅛", "student ⅛, labels", "int4 QAD". */
export function nameOf(setup: TrainingSetup): string {
  const { form, bits } = setup;
  const shape = `student ${STUDENT_NAMES[setup.student]}${setup.depth === 'half' ? ' shallow' : ''}`;
  const student = `${shape}${hasTeacher(setup) ? WAY_NAMES[setup.way] : ''}`;
  switch (form) {
    case 'distill':
      return student;
    case 'train':
      return `${student}, labels`;
    case 'distill-quantize':
      return `${student} int${bits}`;
    case 'distill-qat':
      return `${student} int${bits} QAD`;
    case 'qat':
      return `int${bits} QAT`;
    case 'qad':
      return `int${bits} QAD`;
    case 'adaround':
      return `int${bits} AdaRound`;
    case 'lora':
      return `int${bits} LoRA`;
    case 'prune':
      return `${Math.round(setup.sparsity * 100)} % pruned`;
    default:
      return form satisfies never;
  }
}

/** The weights of the integer forms, as the page rounds them elsewhere. */
export const integerWeights = (bits: number) => ({
  bits,
  strategy: 'group',
  groupSize: 32,
  symmetric: true,
  clip: 'mse',
});

/** The student in the words of recipes. */
export function studentOf({ student, depth }: Pick<TrainingSetup, 'student' | 'depth'>): Step {
  if (student === 'mlp') return { preset: 'mlp', hidden: [32] };
  if (student === 'cnn') return { preset: 'cnn', channels: [4, 8], hidden: [16] };
  const shallow = depth === 'half' ? { depth: 0.5 } : {};
  if (student === 'rank') return { from: 'teacher', rank: 0.25, ...shallow };
  const width = WIDTHS[student];
  return { from: 'teacher', ...(width === undefined ? {} : { width }), ...shallow, init: 'fresh' };
}

// ---------------------------------------------------------------------------------------------------------------------

type Step = Readonly<Record<string, unknown>>;

const STUDENT_NAMES: Readonly<Record<Student, string>> = {
  half: '½',
  third: '⅓',
  quarter: '¼',
  eighth: '⅛',
  rank: 'low rank',
  same: 'born again',
  mlp: 'MLP',
  cnn: 'small CNN',
};

const WAY_NAMES: Readonly<Record<Way, string>> = {
  once: '',
  assistant: ' by an assistant',
  assistants: ' by two assistants',
  again: ' twice taught',
};

/** A quarter of the steps is enough to settle weights that have learned already. */
const SETTLING = 4;
const SETTLING_RATE = 0.1;

function stepsOf(setup: TrainingSetup): Step[] {
  const { form, bits, steps } = setup;
  const weights = integerWeights(bits);
  const teacher = { ...teacherOf(setup), loss: lossOf({ ...setup, pairs: null }) };
  const short = {
    ...setup,
    steps: Math.max(1, Math.round(steps / SETTLING)),
    learningRate: setup.learningRate * SETTLING_RATE,
  };
  switch (form) {
    case 'train':
      return [{ kind: 'train', model: studentOf(setup), ...fieldsOf(setup) }];
    case 'distill':
      return distillOf(setup);
    case 'distill-quantize':
      return [...distillOf(setup), { kind: 'quantize', method: 'rtn', weights }];
    case 'distill-qat':
      return [...distillOf(setup), { kind: 'qat', weights, ...teacher, ...fieldsOf(short) }];
    case 'qat':
      return [{ kind: 'qat', weights, ...fieldsOf(setup) }];
    case 'qad':
      return [{ kind: 'qat', weights, ...teacher, ...fieldsOf(setup) }];
    case 'adaround':
      return [{ kind: 'adaround', weights, steps, batch: setup.batch, seed: setup.seed, biasCorrection: true }];
    case 'lora':
      return [
        { kind: 'quantize', method: 'rtn', weights },
        { kind: 'lora', rank: 4, init: 'correction', ...fieldsOf(setup) },
      ];
    case 'prune':
      return [
        {
          kind: 'prune',
          method: 'magnitude',
          sparsity: setup.sparsity,
          gradual: { every: Math.max(1, Math.round(steps / 20)), ...teacher, ...fieldsOf(setup) },
        },
      ];
    default:
      return form satisfies never;
  }
}

function distillOf(setup: TrainingSetup): Step[] {
  const pairs = canPair(setup) ? setup.pairs : null;
  const first = {
    kind: 'distill',
    student: studentOf(setup),
    ...teacherOf(setup),
    ...assistantsOf(setup),
    loss: lossOf({ ...setup, pairs }),
    ...fieldsOf(setup),
  };
  if (setup.way !== 'again') return [first];
  return [first, { ...againOf(setup), loss: lossOf({ ...setup, pairs: null }), ...fieldsOf(setup) }];
}

function fieldsOf({ optimizer, learningRate, schedule, steps, batch, seed }: TrainingSetup): Step {
  return {
    optimizer: { kind: optimizer, learningRate, schedule },
    steps,
    batch,
    seed,
    checkpointEvery: checkpointEvery(steps),
  };
}

function lossOf({ loss, divergence, feature, pairs, temperature, alpha }: TrainingSetup): Step {
  switch (loss) {
    case 'logit':
      return { kind: 'logit', divergence, temperature, alpha };
    case 'feature':
      return { kind: 'feature', method: feature, ...(pairs?.length ? { pairs } : {}), temperature, alpha };
    case 'response':
      return { kind: 'response', alpha };
    default:
      return loss satisfies never;
  }
}
