/**
 * "Distillation or quantization?": from four answers to a recipe, with its reasons. The rules are those of the field's
 * own figures (see the claims, which test them on the open network); what they cost here is measured, not promised.
 */
import type { SideRecipe } from '../recipe/recipe.ts';
import { ROUNDED } from '../recipe/recipe.ts';
import type { TrainingSetup } from '../training/setup.ts';

export type DataAnswer = 'none' | 'unlabelled' | 'labelled';
export type TimeAnswer = 'none' | 'minutes' | 'hours';
/** Share of the bytes that may be left. */
export type SizeAnswer = 'half' | 'quarter' | 'eighth' | 'less';
export type DeviceAnswer = 'floats' | 'integers';

export interface Answers {
  readonly data: DataAnswer;
  readonly time: TimeAnswer;
  readonly size: SizeAnswer;
  readonly device: DeviceAnswer;
}

export type Reason =
  | 'half'
  | 'eight-bits'
  | 'integers-calibrated'
  | 'integers-dynamic'
  | 'four-bits'
  | 'three-bits'
  | 'no-training'
  | 'no-data'
  | 'training-not-needed'
  | 'train-rounded'
  | 'small-twice'
  | 'unlabelled-teach'
  | 'labels-correct'
  | 'hours-pay'
  | 'integers-widest';

/** What is advised: words of side B, or of a training run; the first reason says what it is. */
export interface Advice {
  readonly recipe: SideRecipe | null;
  readonly training: Partial<TrainingSetup> | null;
  readonly reasons: readonly Reason[];
}

/** The recipe for these answers. */
export function advise(answers: Answers): Advice {
  const { data, time, size } = answers;
  const trains = data !== 'none' && time !== 'none';
  if (size === 'half') return plain({ ...ROUNDED, bits: 16 }, ['half', ...(trains ? NOT_NEEDED : [])]);
  if (size === 'quarter') return eightBits(answers, trains);
  if (!trains) {
    const why: Reason = data === 'none' ? 'no-data' : 'no-training';
    if (size === 'eighth') return plain(ROUNDED, ['four-bits', why]);
    return plain({ ...ROUNDED, bits: 3, grain: 'g16' }, ['three-bits', why]);
  }
  return taught(answers);
}

// ---------------------------------------------------------------------------------------------------------------------

const NOT_NEEDED: readonly Reason[] = ['training-not-needed'];

/** Steps of a run that one waits for, and of one that one does not. */
const STEPS = { minutes: 600, hours: 5000 } as const;

function plain(recipe: SideRecipe, reasons: readonly Reason[]): Advice {
  return { recipe, training: null, reasons };
}

function eightBits({ data, device }: Answers, trains: boolean): Advice {
  const base: SideRecipe = { ...ROUNDED, bits: 8, grain: 'channel', clip: 'minmax' };
  const more = trains ? NOT_NEEDED : [];
  if (device === 'floats') return plain(base, ['eight-bits', ...more]);
  if (data === 'none') return plain({ ...base, activations: 'dynamic' }, ['integers-dynamic', 'eight-bits', ...more]);
  return plain({ ...base, activations: 'mse' }, ['integers-calibrated', 'eight-bits', ...more]);
}

/** Fewer bytes than 8 bits leave, and both samples and time: the network learns what rounding takes. */
function taught({ data, time, size, device }: Answers): Advice {
  const steps = STEPS[time === 'hours' ? 'hours' : 'minutes'];
  const alpha = data === 'unlabelled' ? 1 : 0.9;
  const about: Reason[] = [data === 'unlabelled' ? 'unlabelled-teach' : 'labels-correct'];
  if (time === 'hours') about.push('hours-pay');
  if (device === 'integers') about.push('integers-widest');
  if (size === 'eighth') {
    const training = { form: 'qad', bits: 4, steps, alpha, learningRate: 1e-3 } as const;
    return { recipe: ROUNDED, training, reasons: ['train-rounded', 'four-bits', ...about] };
  }
  const training = { form: 'distill-qat', student: 'half', bits: 4, steps, alpha } as const;
  return { recipe: null, training, reasons: ['small-twice', ...about] };
}
