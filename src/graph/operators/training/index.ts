/** The training operators: the loss, and the updates of optimizers. */
import type { Operator } from '../../operator.ts';
import type { TrainingName } from '../names.ts';
import { adamW } from './adamW.ts';
import { sgd } from './sgd.ts';
import { softmaxCrossEntropyLoss } from './softmaxCrossEntropyLoss.ts';

export const training = {
  SoftmaxCrossEntropyLoss: softmaxCrossEntropyLoss,
  AdamW: adamW,
  SGD: sgd,
} satisfies Record<TrainingName, Operator>;
