/** The reductions: many elements along axes make one, or are set against each other along one axis. */
import type { Operator } from '../../operator.ts';
import type { ReductionName } from '../names.ts';
import { argMax } from './argMax.ts';
import { argMin } from './argMin.ts';
import { cumSum } from './cumSum.ts';
import { logSoftmax } from './logSoftmax.ts';
import { reduceL1 } from './reduceL1.ts';
import { reduceL2 } from './reduceL2.ts';
import { reduceLogSumExp } from './reduceLogSumExp.ts';
import { reduceMax } from './reduceMax.ts';
import { reduceMean } from './reduceMean.ts';
import { reduceMin } from './reduceMin.ts';
import { reduceProd } from './reduceProd.ts';
import { reduceSum } from './reduceSum.ts';
import { reduceSumSquare } from './reduceSumSquare.ts';
import { softmax } from './softmax.ts';
import { softmaxGradient } from './softmaxGradient.ts';
import { topK } from './topK.ts';

export const reduction = {
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
  ReduceMax: reduceMax,
  ReduceMin: reduceMin,
  ReduceProd: reduceProd,
  ReduceL1: reduceL1,
  ReduceL2: reduceL2,
  ReduceSumSquare: reduceSumSquare,
  ReduceLogSumExp: reduceLogSumExp,
  ArgMax: argMax,
  ArgMin: argMin,
  TopK: topK,
  CumSum: cumSum,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  SoftmaxGradient: softmaxGradient,
} satisfies Record<ReductionName, Operator>;
