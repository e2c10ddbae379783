/** What each kind of step says of itself. Every report has the fields of a quantization's, empty where nothing fits them. */
import type { Adapter } from '../compression/adapters/lora.ts';
import type { PruneReport } from '../compression/pruning/options.ts';
import type { QuantizeReport } from '../compression/quantization/report.ts';
import type { AdaRoundLayer } from '../compression/quantization/rounding/adaRound.ts';
import type { BiasShift } from '../compression/quantization/rounding/biasCorrection.ts';
import type { NetworkCost } from '../compression/students/buildStudent.ts';
import type { Curve } from '../training/curve.ts';
import type { Mark } from '../training/settings.ts';
import type { RecipeStep } from './schema.ts';

/** How a run of an optimizer went. */
export interface TrainingSummary {
  readonly steps: number;
  readonly curve: Curve;
  readonly marks: readonly Mark[];
  /** Of the last step's batch. */
  readonly last: Readonly<Record<string, number>>;
  readonly msPerStep: number;
  /** True when it was ended before its last step. */
  readonly early: boolean;
  /** A teacher whose scores were stored: their bytes, and the milliseconds that they took once. */
  readonly cache?: { readonly bytes: number; readonly ms: number };
}

export interface TrainReport extends QuantizeReport {
  readonly network: NetworkCost;
  /** One after the other: assistants, then the network itself; empty where nothing was trained. */
  readonly training: readonly TrainingSummary[];
}

export interface DistillReport extends TrainReport {
  readonly teachers: readonly NetworkCost[];
}

export interface QatReport extends TrainReport {}

export interface AdaroundReport extends QuantizeReport {
  readonly layers: readonly AdaRoundLayer[];
  readonly biases: readonly BiasShift[];
}

export interface LoraReport extends TrainReport {
  readonly adapters: readonly Adapter[];
  readonly merged: boolean;
}

export interface PruneStepReport extends QuantizeReport {
  readonly pruned: PruneReport;
  readonly training: readonly TrainingSummary[];
}

export interface StepReports {
  readonly quantize: QuantizeReport;
  readonly train: TrainReport;
  readonly distill: DistillReport;
  readonly qat: QatReport;
  readonly adaround: AdaroundReport;
  readonly lora: LoraReport;
  readonly prune: PruneStepReport;
}

export type StepReport = StepReports[keyof StepReports];

/** One step of a recipe, made. */
export interface StepResult {
  readonly kind: RecipeStep['kind'];
  /** Milliseconds by the wall clock. */
  readonly ms: number;
  readonly report: StepReport;
}

/** The fields of a quantization, where a step quantizes nothing. */
export const nothingQuantized: QuantizeReport = { weights: [], activations: [], left: [] };
