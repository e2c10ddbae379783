/**
 * What teaching and rounding win, on the same samples: the teacher, the student from labels alone, the taught student,
 * the rounded teacher, and the student that was taught and rounded. What is not there yet is trained with the same words.
 */
import type { TaskOptions } from '../../core/task.ts';
import type { Decant, Measurement, ModelSummary, SweepRow, SweepTable } from '../../studio/api.ts';
import type { TrainingSetup } from './setup.ts';
import { integerWeights, recipeOf } from './setup.ts';
import type { Subject } from './sources.ts';

export type FiveKey = 'teacher' | 'labels' | 'student' | 'teacher-rounded' | 'student-rounded';

export interface FiveRow {
  readonly key: FiveKey;
  readonly model: ModelSummary;
  readonly measurement: Measurement;
}

export interface FiveRequest {
  readonly teacher: ModelSummary;
  readonly data: string;
  /** What the student learns from. */
  readonly subject: Subject;
  /** Of the taught student. */
  readonly setup: TrainingSetup;
  /** The taught student, where there is one. */
  readonly student: ModelSummary | null;
}

/** Width that both are rounded to. */
export const FIVE_BITS = 4;

/** Makes and measures the five, telling each as soon as it is there. */
export async function compareFive(
  decant: Pick<Decant, 'run' | 'measure'>,
  { teacher, data, subject, setup, student }: FiveRequest,
  onRow: (row: FiveRow) => void,
  options: TaskOptions,
): Promise<void> {
  const measure = async (key: FiveKey, model: ModelSummary): Promise<void> => {
    const baseline = key === 'teacher' ? {} : { baseline: teacher.id };
    onRow({ key, model, measurement: await decant.measure({ model: model.id, data, ...baseline }, options) });
  };
  const train = async (form: 'train' | 'distill'): Promise<ModelSummary> => {
    const recipe = recipeOf({ ...setup, form });
    return (await decant.run({ ...subject, recipe, seed: setup.seed }, options)).model;
  };
  const round = async (model: ModelSummary): Promise<ModelSummary> => {
    const recipe = { version: 1, steps: [{ kind: 'quantize', method: 'rtn', weights: integerWeights(FIVE_BITS) }] };
    return (await decant.run({ model: model.id, data, recipe }, options)).model;
  };
  await measure('teacher', teacher);
  const taught = student ?? (await train('distill'));
  await measure('student', taught);
  await measure('teacher-rounded', await round(teacher));
  await measure('student-rounded', await round(taught));
  await measure('labels', await train('train'));
}

/** The five as a table that the plot of quality against bytes draws; the teacher is its original. */
export function tableOf(rows: readonly FiveRow[], names: Readonly<Record<FiveKey, string>>): SweepTable | null {
  const teacher = rows.find(({ key }) => key === 'teacher');
  if (!teacher) return null;
  const { quality, size, speed, provenance } = teacher.measurement;
  const others = FIVE_ORDER.flatMap((key, index) => {
    const row = rows.find((one) => one.key === key);
    return row && key !== 'teacher' ? [rowOf(row, index, names[key])] : [];
  });
  return {
    rows: others.map((row) => ({ ...row, pareto: !others.some((other) => beats(other, row)) })),
    queued: FIVE_ORDER.length - rows.length,
    original: { bytes: size.bytes, ...given('accuracy', quality.accuracy), ...given('speed', speed) },
    samples: quality.accuracy?.n ?? 0,
    bound: 0.01,
    recommended: { index: null, reason: '' },
    provenance,
  };
}

/** As the table lists them. */
export const FIVE_ORDER: readonly FiveKey[] = ['teacher', 'labels', 'student', 'teacher-rounded', 'student-rounded'];

// ---------------------------------------------------------------------------------------------------------------------

function rowOf({ measurement }: FiveRow, index: number, label: string): SweepRow {
  const { quality, size, speed, provenance } = measurement;
  const { flips } = quality;
  return {
    index,
    label,
    recipe: null,
    state: 'measured',
    samples: quality.accuracy?.n ?? 0,
    bytes: size.bytes,
    bitsPerWeight: size.bitsPerWeight,
    ...given('accuracy', quality.accuracy),
    ...given('agreement', quality.agreement),
    ...given('kl', quality.kl),
    ...given('difference', flips?.difference),
    ...(flips ? { flips: { broke: flips.broke.length, mended: flips.mended.length, p: flips.p } } : {}),
    ...given('speed', speed),
    pareto: false,
    seconds: provenance.seconds,
  };
}

function beats(one: SweepRow, other: SweepRow): boolean {
  const [better, worse] = [one.accuracy?.value ?? 0, other.accuracy?.value ?? 0];
  return one.bytes <= other.bytes && better >= worse && (one.bytes < other.bytes || better > worse);
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
