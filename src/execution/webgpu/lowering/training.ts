/** Optimizer updates in place and the loss of softened scores; the rest runs through its decomposition. */
import type { TrainingName } from '../../../graph/operators/names.ts';
import type { BufferRef } from '../bufferRef.ts';
import { adamW } from '../kernels/training/adamW.ts';
import { lion } from '../kernels/training/lion.ts';
import { sgd } from '../kernels/training/sgd.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import { byDecomposition } from './lowering.ts';
import { lowerGlobalNorm } from './training/globalNorm.ts';
import { lowerSoftCrossEntropy } from './training/softCrossEntropy.ts';

export const training = {
  SoftmaxCrossEntropyLoss: byDecomposition,
  SoftCrossEntropy: { lower: lowerSoftCrossEntropy },
  FakeQuantize: byDecomposition,
  GlobalNorm: { lower: lowerGlobalNorm },
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
    constants: { COUPLED: context.int('coupled') ? 1 : 0 },
    params: {
      ...extentOf(context, parameter),
      beta1,
      rest1: 1 - beta1,
      log_beta1: Math.log(beta1),
      beta2,
      rest2: 1 - beta2,
      log_beta2: Math.log(beta2),
      epsilon: context.float('epsilon'),
    },
    bindings: {
      parameter,
      first,
      second,
      gradient: context.input(1),
      step: context.input(4),
      rate: context.input(5),
      factor: factorOf(context, 6),
    },
  });
}

function lowerSgd(context: LoweringContext): void {
  const [parameter, velocity] = [0, 1].map((i) => context.output(i));
  context.copy(context.input(0), parameter);
  context.copy(context.input(2), velocity);
  context.emit(sgd, {
    constants: { NESTEROV: context.int('nesterov') ? 1 : 0 },
    params: { ...extentOf(context, parameter), momentum: context.float('momentum') },
    bindings: {
      parameter,
      velocity,
      gradient: context.input(1),
      rate: context.input(3),
      factor: factorOf(context, 4),
    },
  });
}

function lowerLion(context: LoweringContext): void {
  const [parameter, momentum] = [0, 1].map((i) => context.output(i));
  context.copy(context.input(0), parameter);
  context.copy(context.input(2), momentum);
  const [beta1, beta2] = [context.float('beta1'), context.float('beta2')];
  context.emit(lion, {
    params: { ...extentOf(context, parameter), beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2 },
    bindings: {
      parameter,
      momentum,
      gradient: context.input(1),
      rate: context.input(3),
      factor: factorOf(context, 4),
    },
  });
}

/** How many groups of four a parameter has, how many of them decay, and by how much. */
function extentOf(context: LoweringContext, { count }: BufferRef) {
  const weight_decay = context.float('weightDecay');
  const groups = Math.ceil(count / 4);
  return { count: groups, decayed: weight_decay === 0 ? 0 : groups, weight_decay };
}

/** What gradients are multiplied by; one where the node says nothing. */
const factorOf = (context: LoweringContext, index: number): BufferRef =>
  context.optional(index) ??
  context.constant('one', { element: 'f32', count: 1, load: async () => Float32Array.of(1) });
