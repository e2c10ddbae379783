/**
 * The second half of the scripting interface: studies, made of many measurements (sensitivity, allocation, sweeps,
 * healing, claims). Types alone; the calls are in `apiStudyCalls.ts`, and `api.ts` exports them with the rest.
 */
import type { Progress } from '../core/task.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type { Interval, Provenance, Speed } from './api.ts';

/** What a study's call takes last: progress that carries what was measured since, so that a table can fill as it goes. */
export interface StudyOptions<Found> {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress & { readonly partial?: Found }): void;
}

// Sensitivity and allocation -----------------------------------------------------------------

/** Widths that a layer's weights can get; 32 leaves them as they are. */
export type RoundedBits = 2 | 3 | 4 | 5 | 6 | 7 | 8 | 16;
export type LayerBits = RoundedBits | 32;

/** How integer weights are rounded, whatever their width: the fields of a recipe's `weights` without `bits`. */
export interface Rounding {
  readonly strategy: 'tensor' | 'channel' | 'group';
  readonly groupSize?: 16 | 32 | 64 | 128;
  readonly symmetric: boolean;
  readonly clip: 'minmax' | 'percentile' | 'mse';
  readonly percentile?: number;
}

export interface SensitivityRequest {
  readonly model: string;
  readonly data?: string;
  /** Widths to try: 8 to 2 when left out. */
  readonly bits?: readonly RoundedBits[];
  /** `each`: one layer rounded, the rest as it is. `allBut`: all rounded, one as it is. `each` when left out. */
  readonly mode?: SensitivityMode;
  /** Samples, taken from the front; 256 when left out. */
  readonly samples?: number;
  /** Groups of 32, symmetric, least squared error, when left out. */
  readonly rounding?: Rounding;
  /** Nodes of the layers to study; all when left out. */
  readonly layers?: readonly string[];
  readonly executor?: ExecutorName;
}

export type SensitivityMode = 'each' | 'allBut';

/** What one change of widths did to the answers. */
export interface Loss {
  /**
   * The figure that allocations add up: KL(original || changed) in nats at the map's temperature where the model gives
   * class scores; else the noise of its outputs, as a share of their power.
   */
  readonly loss: number;
  /** KL(original || changed) in nats of the scores as they are. */
  readonly kl?: Interval;
  readonly agreement?: Interval;
  /** Accuracy minus the original's, paired. */
  readonly accuracy?: Interval;
}

export interface SensitivityCell extends Loss {
  /** The layer's node. */
  readonly node: string;
  /** The layer's own width (mode `each`), or that of all others (mode `allBut`). */
  readonly bits: RoundedBits;
}

/** All layers at one width. */
export interface UniformPoint extends Loss {
  readonly bits: RoundedBits;
  /** Of the whole model. */
  readonly bytes: number;
}

export interface SensitivityLayer {
  readonly node: string;
  readonly operator: string;
  readonly parameter: string;
  /** Weights in it. */
  readonly count: number;
  /** Its width as it is: 32 or 16 for floats, less where the model came packed. */
  readonly stored: number;
  /** Bytes that it takes at each width that was tried, scales and padding included, and as it is (width 32). */
  readonly bytes: Readonly<Partial<Record<LayerBits, number>>>;
}

export interface SensitivityMap {
  readonly mode: SensitivityMode;
  readonly metric: 'kl' | 'noise';
  /** What scores are divided by before their divergence is taken, so that networks that are too sure can be compared. */
  readonly temperature: number;
  readonly samples: number;
  readonly rounding: Rounding;
  readonly bits: readonly RoundedBits[];
  readonly layers: readonly SensitivityLayer[];
  readonly cells: readonly SensitivityCell[];
  /** What widths do when all layers share them: the frontier that an allocation is held against. */
  readonly uniform: readonly UniformPoint[];
  /** Bytes of what no layer here is: biases, norms, layers that were left out. */
  readonly fixedBytes: number;
  /** Bytes of the model as it is, and as small as these widths make it. */
  readonly bytes: { readonly most: number; readonly least: number };
  /** Accuracy of the model as it is, on the same samples. */
  readonly accuracy?: Interval;
  /** True when the inputs were synthetic. */
  readonly synthetic?: boolean;
  readonly provenance: Provenance;
}

/** What arrives while a map is measured. */
export type SensitivityPartial =
  | { readonly kind: 'cell'; readonly cell: SensitivityCell }
  | { readonly kind: 'uniform'; readonly point: UniformPoint };

export interface AllocateRequest {
  readonly map: SensitivityMap;
  /** Bytes that the whole model may take. */
  readonly budget: number;
  /** Widths that are settled, by node: the strokes of a painter. */
  readonly fixed?: Readonly<Record<string, LayerBits>>;
  /** The model and data of the map: a few allocations are then measured, beside uniform widths, and the best is taken. */
  readonly verify?: { readonly model: string; readonly data?: string; readonly executor?: ExecutorName };
}

export interface Allocation {
  /** Width of each layer, by node. */
  readonly bits: Readonly<Record<string, LayerBits>>;
  /** Of the whole model. */
  readonly bytes: number;
  /** The sum of the layers' losses: what is to be expected, if layers err independently. */
  readonly predicted: number;
  /** False when the search was cut short; `bound` is then below the optimum, else equal to `predicted`. */
  readonly exact: boolean;
  readonly bound: number;
  /** Where it was verified: the loss on the map's samples. */
  readonly measured?: Loss;
  /** True when it was verified and one width for all, which also fits, measured better and was taken instead. */
  readonly uniform?: boolean;
  /** The recipe that makes it. */
  readonly recipe: unknown;
}

// Sweeps -------------------------------------------------------------------------------------

export interface SweepRequest {
  readonly model: string;
  readonly data?: string;
  /** Recipes to try, or the name of a list of them, or the axes of a grid; `twelve` when all are left out. */
  readonly recipes?: readonly { readonly label?: string; readonly recipe: unknown }[];
  readonly preset?: SweepPreset;
  readonly grid?: SweepGrid;
  readonly samples?: number;
  /** The drop in accuracy that is accepted, as a share; 0.01 when left out. */
  readonly bound?: number;
  /** Measure each recipe to the end, also those that are clearly below the bound. */
  readonly toTheEnd?: boolean;
  /** Also times each model. */
  readonly speed?: boolean;
  /** Data that recipes with training learn from, so that they are judged by other samples; `data` when left out. */
  readonly learn?: string;
  readonly executor?: ExecutorName;
}

export type SweepPreset = 'twelve' | 'widths' | 'groups';

export interface SweepGrid {
  readonly bits: readonly RoundedBits[];
  /** One scale a tensor, a channel, or a group of so many. */
  readonly scales?: readonly ('tensor' | 'channel' | 16 | 32 | 64 | 128)[];
  readonly symmetric?: readonly boolean[];
  readonly clip?: readonly Rounding['clip'][];
}

export interface SweepRow {
  /** Its place in the queue. */
  readonly index: number;
  readonly label: string;
  readonly recipe: unknown;
  /** `stopped`: clearly below the bound after `samples`. */
  readonly state: 'measured' | 'stopped' | 'failed';
  /** Why it failed or was stopped, as a sentence. */
  readonly message?: string;
  readonly samples: number;
  readonly bytes: number;
  readonly bitsPerWeight: number;
  readonly accuracy?: Interval;
  readonly agreement?: Interval;
  readonly kl?: Interval;
  /** Accuracy minus the original's, paired. */
  readonly difference?: Interval;
  /** Samples that were right in the original and are wrong here, and the other way; McNemar's exact p. */
  readonly flips?: { readonly broke: number; readonly mended: number; readonly p: number };
  /** Cosine similarity of the output with the original's, where there are no class scores. */
  readonly cosine?: number;
  readonly speed?: Speed;
  /** True when no other measured row is at least as small and at least as good, and better in one. */
  readonly pareto: boolean;
  readonly seconds: number;
}

/** The table of a sweep, also while it fills. */
export interface SweepTable {
  readonly rows: readonly SweepRow[];
  readonly queued: number;
  readonly original: { readonly bytes: number; readonly accuracy?: Interval; readonly speed?: Speed };
  readonly samples: number;
  readonly bound: number;
  /** The smallest that is within the bound as far as the samples can tell, and the reason as a sentence. */
  readonly recommended: { readonly index: number | null; readonly reason: string };
  readonly synthetic?: boolean;
  readonly provenance: Provenance;
}

// Healing ------------------------------------------------------------------------------------

export interface HealRequest {
  /** The compressed model. */
  readonly model: string;
  /** What it was made from; known for models that a recipe made. */
  readonly baseline?: string;
  readonly data: string;
  /** Sample numbers: flipped ones, as a rule. */
  readonly samples: readonly number[];
  /** Nodes of the layers to restore, one by one; all that differ when left out. */
  readonly layers?: readonly string[];
  readonly executor?: ExecutorName;
}

export interface Answer {
  readonly top: number;
  /** Probability of the top class. */
  readonly confidence: number;
  /** Probability of the class that the original answers. */
  readonly original: number;
}

export interface HealedLayer {
  readonly node: string;
  readonly parameter: string;
  /** Bytes that restoring it adds to the model. */
  readonly bytes: number;
  /** One a sample, in the order asked for. */
  readonly answers: readonly Answer[];
  /** Samples (by number) whose answer is the original's again with this layer restored. */
  readonly healed: readonly number[];
}

export interface HealResult {
  readonly samples: readonly {
    readonly sample: number;
    readonly label?: number;
    readonly original: Answer;
    readonly compressed: Answer;
  }[];
  /** In graph order. */
  readonly layers: readonly HealedLayer[];
  readonly provenance: Provenance;
}

// Claims -------------------------------------------------------------------------------------

export type Verdict = 'holds' | 'partly' | 'fails' | 'undecided';

export interface ClaimSummary {
  readonly id: string;
  /** As articles put it. */
  readonly text: string;
  /** What is done to test it, as a sentence. */
  readonly experiment: string;
  readonly recipes: readonly { readonly label: string; readonly recipe: unknown }[];
  /** True where networks are trained to test it: it needs labels, and takes minutes. */
  readonly trains: boolean;
}

export interface ClaimRequest {
  readonly claim: string;
  readonly model: string;
  readonly data?: string;
  /** Data to learn from where the claim trains, so that it is judged by other samples; `data` when left out. */
  readonly learn?: string;
  readonly samples?: number;
  readonly executor?: ExecutorName;
}

export interface ClaimResult {
  readonly claim: ClaimSummary;
  readonly verdict: Verdict;
  /** One sentence with the figures. */
  readonly summary: string;
  /** The claim's parts, each with its own test: the bound and the figure in one sentence. */
  readonly parts: readonly { readonly text: string; readonly verdict: Verdict; readonly detail: string }[];
  readonly table: SweepTable;
}
