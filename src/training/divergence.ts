/**
 * When learning has gone wrong: a loss that is no number, or one far above where it began and staying there; and which
 * layer went first, found by running the step before again with every layer's values read back.
 */
import { DecantError } from '../core/errors.ts';
import type { Executor, Tensors } from '../execution/executor.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { removeDeadCode } from '../graph/passes/removeDeadCode.ts';
import { isFloat } from '../tensor/dtype.ts';
import { decodeNumbers } from '../tensor/tensor.ts';
import type { LearningStep } from './learningStep.ts';

/** A loss this many times the first one, and this far above 1, is no noise. */
const farAbove = 50;
/** For so many steps in a row: a spike that passes is none of our business. */
const patience = 20;

export interface Watch {
  /** Looks at each loss in turn. False: this step and those before it have left the way. */
  passes(loss: number): boolean;
  /** True while losses are far above where they began, so that a checkpoint is no good one. */
  doubtful(): boolean;
}

/** A watch that takes the first loss it sees as the measure of the others. */
export function createWatch(): Watch {
  let bound: number | undefined;
  let above = 0;
  return {
    passes: (loss) => {
      bound ??= farAbove * Math.max(1, Math.abs(loss));
      above = loss <= bound ? 0 : above + 1;
      return Number.isFinite(loss) && above < patience;
    },
    doubtful: () => above > 0,
  };
}

/** What held-out data says of a network that should have begun to learn. */
export interface Standing {
  /** Steps made, of how many. */
  readonly step: number;
  readonly of: number;
  /** Held-out accuracy, over so many samples of so many classes. */
  readonly heldOut: number;
  readonly samples: number;
  readonly classes: number;
  /** Loss of the first step, and of the newest. */
  readonly first: number;
  readonly now: number;
}

/** Share of a run after which something must have been learned. */
const quarter = 0.25;
/** Of its first value: a loss that stays above has hardly fallen, since guessing is where a fresh network begins. */
const hardlyFallen = 0.8;
/** Standard errors of guessing within which an accuracy is no better than that. */
const within = 2;

/**
 * A sentence for a run whose loss is a number and stays in bounds, and which learns nothing for all that: its answers
 * are those of guessing and its loss has hardly fallen. Undefined where it learns, or where it is too early to tell.
 */
export function learnedNothing({ step, of, heldOut, samples, classes, first, now }: Standing): string | undefined {
  const chance = 1 / classes;
  const error = Math.sqrt((chance * (1 - chance)) / Math.max(1, samples));
  if (step < of * quarter || heldOut > chance + within * error || now < first * hardlyFallen) return undefined;
  return `After ${step} of ${of} steps it has learned nothing: ${(heldOut * 100).toFixed(1)} % right is what guessing among ${classes} classes gives, and the loss went from ${first.toPrecision(3)} to ${now.toPrecision(3)}. Begin again with a lower learning rate.`;
}

export interface Fault {
  /** The node whose result first holds what is no finite number, or is the largest. */
  readonly layer: string;
  /** The parameter that it reads, when it reads a learned one. */
  readonly parameter?: string;
  readonly what: 'value' | 'gradient' | 'growth';
}

/**
 * The layer that went first, with the states from before the failing step: the first in order whose result is not
 * finite; else the first of the backward pass whose gradient is not; else the one with the largest result.
 */
export async function findFault(
  executor: Executor,
  step: LearningStep,
  states: Tensors,
  feed: Tensors,
): Promise<Fault | undefined> {
  const layers = await layersOf(step);
  const gradients = [...step.trained].reverse().map((name) => [name, step.gradients[name]] as const);
  const outputs = [...new Set([...layers.map(({ value }) => value), ...gradients.map(([, value]) => value)])];
  const made = new Set(step.graph.nodes.flatMap((node) => node.outputs));
  const probe = removeDeadCode({ ...step.graph, outputs: outputs.filter((name) => made.has(name)) });
  const shapes = Object.fromEntries(Object.entries(feed).map(([name, { shape }]) => [name, shape]));
  const plan = await executor.compile(probe, { shapes });
  try {
    await plan.writeStates(states);
    const results = await plan.run(feed);
    const peaks = layers.map(({ value }) => peakOf(results[value]));
    const broken = peaks.findIndex((peak) => !Number.isFinite(peak));
    if (broken >= 0) return faultOf(layers[broken], 'value');
    const steep = gradients.find(([, value]) => results[value] && !Number.isFinite(peakOf(results[value])));
    if (steep) return steepest(layers, steep[0]);
    const largest = peaks.indexOf(Math.max(...peaks));
    return largest < 0 ? undefined : faultOf(layers[largest], 'growth');
  } finally {
    plan.dispose();
  }
}

export interface DivergenceFacts {
  /** The step that went wrong, counted from 1. */
  readonly step: number;
  readonly loss: number;
  readonly fault: Fault | undefined;
  /** The step of the last good checkpoint. */
  readonly lastGood: number;
}

/** The error `training/diverged`, whose data has step, loss, the layer that went first and the step to branch from. */
export function divergedError({ step, loss, fault, lastGood }: DivergenceFacts): DecantError {
  const where = fault ? ` ${sentenceOf(fault)}` : '';
  return new DecantError(
    'training/diverged',
    `The loss of step ${step} is ${loss}, so training has diverged.${where} Go on from the checkpoint after step ${lastGood} with a lower learning rate.`,
    { step, loss, lastGood, ...(fault ? { ...fault } : {}) },
  );
}

// ---------------------------------------------------------------------------------------------

interface Layer {
  readonly layer: string;
  readonly value: string;
  readonly parameter?: string;
}

/** The nodes before the loss that read a learned parameter, in order. */
async function layersOf({ graph, trained, total }: LearningStep): Promise<Layer[]> {
  const { types } = await inferTypes(graph);
  const learned = new Set(trained);
  return removeDeadCode({ ...graph, outputs: [total], states: [] }).nodes.flatMap((node) => {
    const parameter = node.inputs.find((name) => learned.has(name));
    const [value] = node.outputs;
    if (parameter === undefined || !isFloat(types.get(value)?.dtype ?? 'bool')) return [];
    return [{ layer: node.name, value, parameter }];
  });
}

const steepest = (layers: readonly Layer[], parameter: string): Fault => ({
  layer: layers.find((layer) => layer.parameter === parameter)?.layer ?? parameter,
  parameter,
  what: 'gradient',
});

const faultOf = ({ layer, parameter }: Layer, what: Fault['what']): Fault => ({
  layer,
  what,
  ...(parameter === undefined ? {} : { parameter }),
});

function peakOf({ dtype, data }: Tensors[string]): number {
  let peak = 0;
  for (const value of decodeNumbers(dtype, data)) {
    if (!Number.isFinite(value)) return Number.NaN;
    peak = Math.max(peak, Math.abs(value));
  }
  return peak;
}

function sentenceOf({ layer, what }: Fault): string {
  switch (what) {
    case 'value':
      return `The first layer whose result is no finite number is "${layer}".`;
    case 'gradient':
      return `The first layer whose gradient is no finite number is "${layer}".`;
    case 'growth':
      return `The layer with the largest result is "${layer}".`;
    default:
      return what satisfies never;
  }
}
