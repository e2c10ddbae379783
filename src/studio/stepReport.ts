/** What a recipe's step says of itself, in the form that crosses to the page. */
import type { PruneReport } from '../compression/pruning/options.ts';
import { notTargeted } from '../compression/quantization/select.ts';
import type { NetworkCost } from '../compression/students/buildStudent.ts';
import type { TrainingSummary } from '../recipes/reports.ts';
import type { StepReport as RecipeStepReport } from '../recipes/steps.ts';
import type { PrunedReport, StepReport } from './api.ts';

export function stepReport(of: RecipeStepReport): StepReport {
  const { weights, activations, left } = of;
  const layers = weights.map(({ name, nodes, bits, maxError, sqnr }) => ({
    node: nodes[0],
    parameter: name,
    bits,
    maxError,
    sqnr,
  }));
  const again = weights
    .filter(({ fromDequantized }) => fromDequantized)
    .map(({ name }) => `${name} was packed already and was rounded again from its dequantized values.`);
  const ranges = activations.flatMap(({ value, low, high, samples }) =>
    low === undefined || high === undefined
      ? []
      : [`${value}: ${low.toPrecision(3)} to ${high.toPrecision(3)}, from ${samples ?? 0} samples.`],
  );
  const kept = left.filter(({ reason }) => reason !== notTargeted);
  return {
    layers,
    notes: [...again, ...ranges, ...kept.map(({ name, reason }) => `${name} stays as it is: ${reason}.`)],
    ...('network' in of ? { network: networkOf(of.network) } : {}),
    ...('pruned' in of ? { pruned: prunedOf(of.pruned) } : {}),
    ...('training' in of ? cacheOf(of.training) : {}),
  };
}

// ---------------------------------------------------------------------------------------------

/** Of the network that trained last. */
function cacheOf(training: readonly TrainingSummary[]): Pick<StepReport, 'cache'> {
  const cache = training.at(-1)?.cache;
  return cache ? { cache } : {};
}

function prunedOf({ flopsBefore, flopsAfter, ...report }: PruneReport): PrunedReport {
  const { method, sparsity, bytesBefore, bytesAfter, bytesIfSparse } = report;
  return {
    ...{ method, sparsity, bytesBefore, bytesAfter, bytesIfSparse },
    ...(flopsBefore === undefined ? {} : { flopsBefore }),
    ...(flopsAfter === undefined ? {} : { flopsAfter }),
  };
}

function networkOf({ parameters, bytes, flops }: NetworkCost): StepReport['network'] {
  return { parameters, bytes, ...(flops === undefined ? {} : { flops }) };
}
