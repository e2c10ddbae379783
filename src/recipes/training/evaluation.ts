/** Measures a network on samples that it does not learn from, as it is at a checkpoint. */

import { classify } from '../../evaluation/classification.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import { collectOutputs } from '../../evaluation/collectOutputs.ts';
import type { Scores } from '../../evaluation/scores.ts';
import { findScores, predictions } from '../../evaluation/scores.ts';
import type { Estimate } from '../../evaluation/statistics.ts';
import { wilson } from '../../evaluation/statistics.ts';
import type { Executor, Tensors } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { withTrained } from '../../training/trainingStep.ts';
import { averagedStates } from '../../training/weightAverage.ts';
import type { RecipeContext } from '../context.ts';

/** Shares of samples: `heldOut` whose top class is their label, `agreement` whose top class is the teacher's. */
export type HeldOutMetrics = Record<string, number>;

/**
 * Measures at checkpoints. What the teacher says is asked once.
 *
 * @param teacher the network whose answers are compared with; undefined where there is none
 */
export function createEvaluation(
  model: Graph,
  heldOut: SampleSource,
  teacher: Graph | undefined,
  { executor, signal }: Pick<RecipeContext, 'executor' | 'signal'>,
): (states: Tensors) => Promise<HeldOutMetrics> {
  return async (states): Promise<HeldOutMetrics> =>
    executor ? measureHeldOut(executor, learnedModel(model, states), heldOut, teacher, signal) : {};
}

/** A network's figures on held-out samples; none where it gives no class scores. */
async function measureHeldOut(
  executor: Executor,
  graph: Graph,
  heldOut: SampleSource,
  teacher: Graph | undefined,
  signal?: AbortSignal,
): Promise<HeldOutMetrics> {
  const intervals = await estimateHeldOut(executor, graph, heldOut, teacher, signal);
  return Object.fromEntries(Object.entries(intervals).map(([name, { value }]) => [name, value]));
}

/** The same figures, each with its 95 % interval. */
export async function estimateHeldOut(
  executor: Executor,
  graph: Graph,
  heldOut: SampleSource,
  teacher: Graph | undefined,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, Estimate>>> {
  const scores = await scoresOf(executor, graph, heldOut, signal);
  if (!scores) return {};
  const { labels } = heldOut;
  const accuracy: Readonly<Record<string, Estimate>> = labels ? { heldOut: classify(scores, labels).accuracy } : {};
  const theirs = teacher && teacher !== graph ? await teacherAnswers(executor, teacher, heldOut, signal) : undefined;
  if (!theirs || theirs.length !== scores.samples) return accuracy;
  const ours = predictions(scores);
  const same = ours.filter((answer, i) => answer === theirs[i]).length;
  return { ...accuracy, agreement: wilson(same, ours.length) };
}

/** A network with the weights of a checkpoint, their averages where there are any. */
export function learnedModel(model: Graph, states: Tensors): Graph {
  const learned = averagedStates(states, [...model.parameters.keys()]);
  const own = model.states.map((state) => {
    const now = learned[state.name];
    return now ? { ...state, initial: denseStorage(now.dtype, now.data) } : state;
  });
  return { ...withTrained(model, learned), states: own };
}

// ---------------------------------------------------------------------------------------------

/** By teacher and samples: they do not change while a student learns. */
const answers = new WeakMap<Graph, WeakMap<SampleSource, Promise<Int32Array | undefined>>>();

function teacherAnswers(
  executor: Executor,
  teacher: Graph,
  heldOut: SampleSource,
  signal: AbortSignal | undefined,
): Promise<Int32Array | undefined> {
  const known = answers.get(teacher) ?? new WeakMap<SampleSource, Promise<Int32Array | undefined>>();
  answers.set(teacher, known);
  const asked =
    known.get(heldOut) ?? scoresOf(executor, teacher, heldOut, signal).then((scores) => scores && predictions(scores));
  known.set(heldOut, asked);
  asked.catch(() => known.delete(heldOut));
  return asked;
}

async function scoresOf(
  executor: Executor,
  graph: Graph,
  heldOut: SampleSource,
  signal: AbortSignal | undefined,
): Promise<Scores | undefined> {
  const { outputs } = await collectOutputs(executor, graph, heldOut, signal ? { signal } : {});
  return findScores(outputs, heldOut.classes?.length);
}
