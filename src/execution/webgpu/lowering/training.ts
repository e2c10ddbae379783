/** Optimizer updates in place and the loss of softened scores; the rest runs through its decomposition. */
import type { TrainingName } from '../../../graph/operators/names.ts';
import { adamW } from '../kernels/training/adamW.ts';
import { lion } from '../kernels/training/lion.ts';
import { sgd } from '../kernels/training/sgd.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import { byDecomposition } from './lowering.ts';
import { lowerSoftCrossEntropy } from './training/softCrossEntropy.ts';

export const training = {
  SoftmaxCrossEntropyLoss: byDecomposition,
  SoftCrossEntropy: { lower: lowerSoftCrossEntropy },
  FakeQuantize: byDecomposition,
  AdamW: { lower: lowerAdamW },
  SGD: { lower: lowerSgd },
  Lion: { lower: lowerLion },
} satisfies Record<TrainingName, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerAdamW(context: LoweringContext): void {
  const [parameter, first, second] = [0, 1, 2].map((i) => context.output(i));
  context.copy(context.input(0), parameter);
  context.copy(context.input(2), first);
  context.copy(context.input(3), second);
  const [beta1, beta2] = [context.float('beta1'), context.float('beta2')];
  context.emit(adamW, {
    params: {
      count: Math.ceil(parameter.count / 4),
      beta1,
      rest1: 1 - beta1,
      log_beta1: Math.log(beta1),
      beta2,
      rest2: 1 - beta2,
      log_beta2: Math.log(beta2),
      epsilon: context.float('epsilon'),
      weight_decay: context.float('weightDecay'),
    },
    bindings: { parameter, first, second, gradient: context.input(1), step: context.input(4), rate: context.input(5) },
  });
}

function lowerSgd(context: LoweringContext): void {
  const [parameter, velocity] = [0, 1].map((i) => context.output(i));
  context.copy(context.input(0), parameter);
  context.copy(context.input(2), velocity);
  context.emit(sgd, {
    constants: { NESTEROV: context.int('nesterov') ? 1 : 0 },
    params: {
      count: Math.ceil(parameter.count / 4),
      momentum: context.float('momentum'),
      weight_decay: context.float('weightDecay'),
    },
    bindings: { parameter, velocity, gradient: context.input(1), rate: context.input(3) },
  });
}

function lowerLion(context: LoweringContext): void {
  const [parameter, momentum] = [0, 1].map((i) => context.output(i));
  context.copy(context.input(0), parameter);
  context.copy(context.input(2), momentum);
  const [beta1, beta2] = [context.float('beta1'), context.float('beta2')];
  context.emit(lion, {
    params: {
      count: Math.ceil(parameter.count / 4),
      beta1,
      rest1: 1 - beta1,
      beta2,
      rest2: 1 - beta2,
      weight_decay: context.float('weightDecay'),
    },
    bindings: { parameter, momentum, gradient: context.input(1), rate: context.input(3) },
  });
}
