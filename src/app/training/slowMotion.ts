/**
 * One step of a run, made again from a checkpoint and looked at from both ends: a branch of one step with the very rate,
 * samples and moments that the run had there. What is shown are the answers of the student before and after it.
 */
import type { Decant, ModelSummary } from '../../studio/api.ts';
import { closeQuietly } from '../engine/compressor.ts';
import { PASSING } from './kept.ts';
import type { WeightChange } from './safetensors.ts';
import { changesBetween, readWeights } from './safetensors.ts';
import { rateFactor } from './schedule.ts';
import { scoresOf } from './scores.ts';
import type { TrainingSetup } from './setup.ts';
import type { StepNumbers } from './stepMath.ts';
import { stepNumbers } from './stepMath.ts';

/** A checkpoint: of which run, which stage, after which step of it. */
export interface Place {
  readonly run: string;
  readonly stage: number;
  readonly step: number;
}

export interface SlowStep {
  readonly from: Place;
  /** Where the step led: a place to go on from. */
  readonly to: Place;
  readonly teacher: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly label: number | null;
  readonly temperature: number;
  readonly alpha: number;
  /** In force in this step. */
  readonly learningRate: number;
  /** Of the sample, before the step and after it. */
  readonly numbers: StepNumbers;
  readonly numbersAfter: StepNumbers;
  readonly weights: readonly WeightChange[];
}

export interface SlowRequest {
  readonly from: Place;
  readonly teacher: ModelSummary;
  readonly pixels: Uint8Array;
  readonly label: number | null;
  readonly setup: TrainingSetup;
  /** In force there; the learning rate is the highest of the schedule. */
  readonly temperature: number;
  readonly alpha: number;
  readonly learningRate: number;
  /** Steps of the stage that the run is made of. */
  readonly of: number;
}

export async function makeSlowStep(decant: Decant, request: SlowRequest, signal: AbortSignal): Promise<SlowStep> {
  const { from, teacher, pixels, label, setup, temperature, alpha, learningRate, of } = request;
  const { schedule } = setup;
  const steps = from.step + 1;
  // A branch that ends after one step would have fallen to the end of its schedule: its highest rate makes up for that.
  const rate = learningRate * rateFactor(schedule, from.step, of);
  const highest = rate / rateFactor(schedule, from.step, steps);
  const before = await decant.openCheckpoint(from, { signal });
  const handle = decant.branchRun(
    from.run,
    from.step,
    { stage: from.stage, steps, settings: { learningRate: highest }, name: PASSING.oneStep },
    { signal },
  );
  const { model: after } = await handle;
  try {
    const ask = (model: ModelSummary) => scoresOf(decant, model, pixels, signal);
    const scores = { teacher: await ask(teacher), before: await ask(before), after: await ask(after) };
    const at = (student: readonly number[]) => stepNumbers(scores.teacher, student, label, temperature, alpha);
    return {
      from,
      to: { run: handle.run, stage: from.stage, step: steps },
      ...scores,
      label,
      temperature,
      alpha,
      learningRate: rate,
      numbers: at(scores.before),
      numbersAfter: at(scores.after),
      weights: changesBetween(await weightsOf(decant, before), await weightsOf(decant, after)),
    };
  } finally {
    for (const { id } of [before, after]) closeQuietly(decant, id);
  }
}

// ---------------------------------------------------------------------------------------------------------------------

async function weightsOf(decant: Decant, { id }: ModelSummary) {
  return readWeights((await decant.exportModel(id, { format: 'safetensors' })).bytes);
}
