/** The losses between a student and its teachers, as named and weighted terms: what each kind of distillation adds. */
import { GraphError } from '../../core/errors.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import type { LabelOptions, LossTerm, Setting } from '../../training/objective.ts';
import { addLabelLoss, addSetting } from '../../training/objective.ts';
import { addFeatureLoss } from './feature/losses.ts';
import { createProjector } from './feature/projector.ts';
import { addLogitLoss } from './logit/losses.ts';
import type { DistillLoss, FeatureLoss, FeaturePair, LogitLoss } from './options.ts';
import { addResponseLoss } from './response/pseudoLabels.ts';

export interface AttachOptions extends LabelOptions {
  /** True when the data carries labels: they are read for the task's share of the loss and for the accuracy. */
  readonly labelled: boolean;
}

const defaultTemperature = 4;
const defaultAlpha = 0.9;

/** One teacher in the graph. */
export interface Side {
  readonly weight: number;
  /** Value: class scores. */
  readonly scores: string;
  /** Names of the teacher's own values in the merged graph; absent for stored scores. */
  readonly names?: ReadonlyMap<string, string>;
  /** Proposed from shapes. */
  readonly pairs: readonly FeaturePair[];
}

export interface LossContext {
  readonly builder: GraphBuilder;
  readonly student: Graph;
  readonly scores: string;
  readonly labels: string | undefined;
  readonly sides: readonly Side[];
  /** Weights of projectors, filled as they are made. */
  readonly learned: string[];
  readonly options: AttachOptions;
}

export interface Terms {
  readonly terms: readonly LossTerm[];
  readonly settings: Readonly<Record<string, Setting>>;
}

/**
 * @throws GraphError `distillation/labels` when labels have a share in the loss and there are none
 * @throws GraphError `distillation/features` when no values can be paired, or a named one is not there
 */
export function termsOf(context: LossContext, loss: DistillLoss): Terms {
  switch (loss.kind) {
    case 'logit':
      return logitTerms(context, loss.alpha ?? defaultAlpha, loss);
    case 'response':
      return responseTerms(context, loss.alpha ?? 1);
    case 'feature':
      return featureTerms(context, loss);
    default:
      return loss satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------

function logitTerms(context: LossContext, alpha: number, loss: LogitLoss): Terms {
  const { builder, scores, labels, sides } = context;
  const temperature = addSetting(builder, 'temperature', loss.temperature ?? defaultTemperature);
  const terms = sides.map(({ weight, scores: teacher }, i) => ({
    name: i === 0 ? 'kl' : `kl${i + 1}`,
    value: addLogitLoss({ builder, student: scores, teacher, temperature: temperature.input, labels }, loss),
    weight: alpha * weight,
  }));
  return { terms: [...terms, ...taskTerm(context, 1 - alpha)], settings: { temperature } };
}

function responseTerms(context: LossContext, alpha: number): Terms {
  const { builder, scores, sides } = context;
  const terms = sides.map(({ weight, scores: teacher }, i) => ({
    name: i === 0 ? 'response' : `response${i + 1}`,
    value: addResponseLoss(builder, scores, teacher),
    weight: alpha * weight,
  }));
  return { terms: [...terms, ...taskTerm(context, 1 - alpha)], settings: {} };
}

function featureTerms(context: LossContext, loss: FeatureLoss): Terms {
  const { builder, student, sides, learned, options } = context;
  const project = createProjector(builder, learned, options.seed ?? 0);
  const { alpha = defaultAlpha, temperature, weight = 1, method = 'hint' } = loss;
  const [side] = sides;
  const pairs = loss.pairs ?? side.pairs;
  if (!side.names || pairs.length === 0) refuseFeatures(side);
  const names = side.names;
  const features = pairs.map((pair, i): LossTerm => {
    const own = named(builder, student, pair.student, (name) => name);
    const other = named(builder, student, pair.teacher, (name) => names.get(name) ?? '');
    const value = addFeatureLoss({ builder, student: own, teacher: other, project }, method);
    return { name: `${method}${i + 1}`, value, weight: weight / pairs.length };
  });
  const logits = logitTerms(context, alpha, { kind: 'logit', ...(temperature === undefined ? {} : { temperature }) });
  return { terms: [...logits.terms, ...features], settings: logits.settings };
}

/** Cross-entropy on labels, with smoothing; none when the teacher has all of the loss or there are no labels. */
function taskTerm({ builder, scores, labels, options }: LossContext, weight: number): LossTerm[] {
  if (labels === undefined && weight > 0)
    throw new GraphError(
      'distillation/labels',
      `Labels have a share of ${weight.toFixed(2)} in the loss, but the data has none. Set alpha to 1, or choose data that carries labels.`,
    );
  if (labels === undefined) return [];
  return [{ name: 'task', value: addLabelLoss(builder, scores, labels, options.labelSmoothing), weight }];
}

function named(builder: GraphBuilder, student: Graph, name: string, inMerged: (name: string) => string): string {
  const value = inMerged(name);
  try {
    builder.type(value);
    return value;
  } catch {
    throw new GraphError(
      'distillation/features',
      `"${name}" is no value of the network that it should belong to ("${student.name}" or its teacher). Name the output of a layer.`,
      { name },
    );
  }
}

function refuseFeatures({ names }: Side): never {
  const why = names
    ? 'No value of the student has the size of one of the teacher. Name pairs, or use a logit loss.'
    : 'Stored scores hold no features. Keep the teacher attached, or use a logit loss.';
  throw new GraphError('distillation/features', why);
}
