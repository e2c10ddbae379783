/**
 * Runs the recipe that the distill view starts with one click, through the same session that the page uses, and keeps
 * what the view shows of it: curve, checkpoints, answers to a few samples, the comparison of five. Nothing is estimated.
 */
import { cpus } from 'node:os';
import { compareFive } from '../../src/app/training/five.ts';
import type { RecordedAnswers, RecordedTraining } from '../../src/app/training/recording.ts';
import { scoresOf } from '../../src/app/training/scores.ts';
import { READY, recipeOf } from '../../src/app/training/setup.ts';
import { DIGITS_ID, DIGITS_TRAIN_ID } from '../../src/data/digits/digitsDataset.ts';
import type { Measurement, ModelSummary, Provenance, TrainingRecord } from '../../src/studio/api.ts';
import type { Session } from '../../src/studio/session.ts';
import { sizeOf } from '../../src/tensor/shape.ts';

/** Samples whose answers are kept: those that the teacher is least sure of. */
const SAMPLES = 8;

/** @param shown samples of which the page has pictures before anything is opened */
export async function recordTraining(session: Session, shown: readonly number[]): Promise<RecordedTraining> {
  const teacher = await session.openModel(DIGITS_ID);
  const judged = await session.openData(DIGITS_ID);
  const learned = await session.openData(DIGITS_TRAIN_ID, { limit: READY.samples });
  const subject = { model: teacher.id, data: learned.id, heldOut: judged.id };
  const began = performance.now();
  const { model: student } = await session.run({ ...subject, recipe: recipeOf(READY), seed: READY.seed });
  const seconds = (performance.now() - began) / 1000;
  const record = (await session.trainings()).at(-1);
  if (!record) throw new Error('The run left no record.');
  const five: RecordedTraining['five'][number][] = [];
  await compareFive(
    session,
    { teacher, data: judged.id, subject, setup: READY, student },
    (row) => {
      five.push({ ...row, model: bare(row.model), measurement: recorded(row.measurement) });
      console.log(`${row.key}: ${row.measurement.quality.accuracy?.value}`);
    },
    {},
  );
  const where = five[0]?.measurement.provenance;
  if (!where) throw new Error('The teacher was not measured.');
  const torn = await tornAmong(session, teacher, judged.id, shown);
  return rounded({
    version: 1,
    setup: READY,
    name: record.name,
    of: record.of,
    msPerStep: (1000 * seconds) / record.of,
    provenance: { ...where, when: record.when, seconds },
    student: bare(student),
    checkpoints: record.checkpoints,
    curve: record.curve,
    samples: await Promise.all(torn.map((sample) => answersTo(session, teacher, record, judged.id, sample))),
    five,
  });
}

// ---------------------------------------------------------------------------------------------------------------------

async function tornAmong(
  session: Session,
  teacher: ModelSummary,
  data: string,
  shown: readonly number[],
): Promise<number[]> {
  const { quality } = await session.measure({ model: teacher.id, data, skipSpeed: true });
  const sure = (sample: number): number => quality.answers?.confidence[sample] ?? 1;
  return [...shown].sort((a, b) => sure(a) - sure(b)).slice(0, SAMPLES);
}

async function answersTo(
  session: Session,
  teacher: ModelSummary,
  { run, checkpoints }: TrainingRecord,
  data: string,
  sample: number,
): Promise<RecordedAnswers> {
  const { pixels, shape } = await session.samples({ data, start: sample, count: 1 });
  const one = pixels.subarray(0, sizeOf(shape));
  const students: number[][] = [];
  for (const { stage, step } of checkpoints) {
    const model = await session.openCheckpoint({ run, stage, step });
    students.push(await scoresOf(session, model, one));
    await session.close(model.id);
  }
  return { sample, teacher: await scoresOf(session, teacher, one), students };
}

/** A model without what only an open one needs. */
const bare = (model: ModelSummary): ModelSummary => ({ ...model, layers: [], operators: {}, notes: [], metadata: {} });

function recorded({ quality, provenance, ...rest }: Measurement): Measurement {
  const { answers: _, confusion: _counts, perClass: _classes, flips, ...kept } = quality;
  const short = flips ? { flips: { ...flips, broke: [], mended: [], changed: [] } } : {};
  return { ...rest, quality: { ...kept, ...short }, provenance: recordedHere(provenance) };
}

const recordedHere = (provenance: Provenance): Provenance => ({
  ...provenance,
  kind: 'recorded',
  device: `${cpus()[0]?.model.trim() ?? 'CPU'}, one thread`,
});

/** Five digits are more than the page shows. */
function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? Number(one.toPrecision(5)) : one)));
}
