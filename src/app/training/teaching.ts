/**
 * How a student is taught, beside the loss: at once, over assistants or once more by itself; by one teacher or several;
 * with the teacher beside it or its scores stored. In the words of a setup, and as fields of recipes.
 */
import type { Student, TrainingSetup } from './setup.ts';

/** Where the teacher is while the student learns: attached, or its scores computed once, all or the largest of them. */
export type Presence = 'beside' | 'stored' | 'top';

/** At once, over one or two assistants of falling size, or once more with the taught student as the teacher. */
export type Way = 'once' | 'assistant' | 'assistants' | 'again';

/** An opened network that teaches beside the first one. */
export interface OtherTeacher {
  readonly model: string;
  readonly name: string;
  /** Against the first teacher's 1. */
  readonly weight: number;
}

/** Which value of the student follows which of the teacher. */
export interface LayerPair {
  readonly student: string;
  readonly teacher: string;
}

/** Scores of a sample that are kept where only the largest are. */
export const TOP = 3;

/** Teachers beside the first: more make a step as long as that many networks. */
export const MOST_OTHERS = 3;

type Taught = Pick<TrainingSetup, 'form' | 'loss' | 'others'>;

/** Whether a teacher has a share in the loss. */
export const hasTeacher = ({ form }: Pick<TrainingSetup, 'form'>): boolean =>
  form === 'distill' || form === 'distill-quantize' || form === 'distill-qat' || form === 'qad' || form === 'prune';

/** Whether a student is made that a teacher brings up. */
export const bringsUp = ({ form }: Pick<TrainingSetup, 'form'>): boolean =>
  form === 'distill' || form === 'distill-quantize' || form === 'distill-qat';

/** Whether scores can stand for the teacher: of one alone, and where nothing but scores is compared. */
export const canStore = (setup: Taught): boolean =>
  hasTeacher(setup) && setup.loss !== 'feature' && setup.others.length === 0;

/** Whether the pairs of layers may be named: where one student follows one teacher. */
export const canPair = (setup: Taught & Pick<TrainingSetup, 'way'>): boolean =>
  bringsUp(setup) && setup.loss === 'feature' && setup.others.length === 0 && setup.way === 'once';

/** Whether there is room for assistants between a student and its teacher. */
export const hasRoom = ({ student }: Pick<TrainingSetup, 'student'>): boolean => student !== 'same';

/**
 * Whether a checkpoint is of a network that an assistant or an earlier student taught: what it agrees with is then that
 * one, and not the network that the page shows as the teacher.
 */
export const taughtByStudent = (
  way: Way | undefined,
  checkpoint: { readonly stage: number; readonly part?: number } | undefined,
): boolean => checkpoint !== undefined && ((checkpoint.part ?? 0) > 0 || (way === 'again' && checkpoint.stage === 1));

type Fields = Readonly<Record<string, unknown>>;

/** Who teaches and how it is kept: `teacher` and `cache` of a step. */
export function teacherOf(setup: TrainingSetup): Fields {
  const { others, presence } = setup;
  if (others.length > 0) {
    const named = others.map(({ model, weight }) => ({ model, weight }));
    return { teacher: [{ model: 'original', weight: 1 }, ...named] };
  }
  return { teacher: 'original', ...cacheOf(presence, canStore(setup)) };
}

/** Networks between teacher and student, each taught by the one before; their widths fall in even ratios. */
export function assistantsOf({ way, student }: Pick<TrainingSetup, 'way' | 'student'>): Fields {
  const count = way === 'assistant' ? 1 : way === 'assistants' ? 2 : 0;
  if (count === 0 || !hasRoom({ student })) return {};
  const share = WIDTHS[student] ?? USUAL;
  const widths = Array.from({ length: count }, (_, i) => Math.round(share ** ((i + 1) / (count + 1)) * 1000) / 1000);
  return { assistants: widths.map((width) => ({ from: 'teacher', width, init: 'fresh' })) };
}

/** The student once more, begun anew and taught by what it has become (born again). */
export const againOf = (setup: TrainingSetup): Fields => ({
  kind: 'distill',
  student: { from: 'teacher', init: 'fresh' },
  teacher: 'current',
  ...cacheOf(setup.presence, setup.loss !== 'feature'),
});

/** A student's share of the channels; absent where it is measured otherwise. */
export const WIDTHS: Readonly<Partial<Record<Student, number>>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  eighth: 1 / 8,
};

/** What a recipe's steps say of all this, as the words of a setup; names of other teachers are their ids. */
export function readTeaching(steps: readonly Fields[], fields: Fields): Partial<TrainingSetup> {
  const { teacher, cache, assistants } = fields;
  const between = Array.isArray(assistants) ? assistants.length : 0;
  const again = steps.some((step, i) => i > 0 && step.kind === 'distill' && step.teacher === 'current');
  const others = Array.isArray(teacher) ? teacher.flatMap(readOther) : [];
  return {
    presence: cache === true ? 'stored' : typeof cache === 'object' && cache !== null ? 'top' : 'beside',
    way: again ? 'again' : between === 0 ? 'once' : between === 1 ? 'assistant' : 'assistants',
    others,
  };
}

// ---------------------------------------------------------------------------------------------------------------------

/** Where a student's width says nothing: as if it were a quarter as wide. */
const USUAL = 1 / 4;

function cacheOf(presence: Presence, may: boolean): Fields {
  if (!may || presence === 'beside') return {};
  return { cache: presence === 'top' ? { topK: TOP } : true };
}

function readOther(one: unknown): OtherTeacher[] {
  if (typeof one !== 'object' || one === null || !('model' in one) || !('weight' in one)) return [];
  const { model, weight } = one;
  if (typeof model !== 'string' || typeof weight !== 'number' || model === 'original') return [];
  return [{ model, name: model, weight }];
}
