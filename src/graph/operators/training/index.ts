/** The training operators: losses, the updates of optimizers, and quantization that gradients pass through. */
import type { Operator } from '../../operator.ts';
import type { TrainingName } from '../names.ts';
import { adamW } from './adamW.ts';
import { fakeQuantize } from './fakeQuantize.ts';
import { globalNorm } from './globalNorm.ts';
import { lion } from './lion.ts';
import { sgd } from './sgd.ts';
import { softCrossEntropy } from './softCrossEntropy.ts';
import { softmaxCrossEntropyLoss } from './softmaxCrossEntropyLoss.ts';

export const training = {
  SoftmaxCrossEntropyLoss: softmaxCrossEntropyLoss,
  SoftCrossEntropy: softCrossEntropy,
  FakeQuantize: fakeQuantize,
  GlobalNorm: globalNorm,
  AdamW: adamW,
  SGD: sgd,
  Lion: lion,
} satisfies Record<TrainingName, Operator>;
