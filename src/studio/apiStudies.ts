/**
 * The part of the scripting interface that is made of many measurements: its calls, and the words of sweeps and claims.
 * Those of sensitivity and healing have files of their own. Types alone; `api.ts` exports them with the rest.
 */
import type { Progress, TaskOptions } from '../core/task.ts';
import type { ExecutorName } from '../execution/executor.ts';
import type { Interval, Provenance, Speed } from './api.ts';
import type { HealedLayer, HealRequest, HealResult } from './apiHealing.ts';
import type {
  AllocateRequest,
  Allocation,
  RoundedBits,
  Rounding,
  SensitivityMap,
  SensitivityPartial,
  SensitivityRequest,
} from './apiSensitivity.ts';

/** The part of `Decant` that is studies of many measurements. */
export interface DecantStudies {
  /** What each layer costs at each width, alone or as the only one spared. */
  sensitivity(request: SensitivityRequest, options?: StudyOptions<SensitivityPartial>): Promise<SensitivityMap>;
  /** The widths of least loss within a budget of bytes, from a map of mode `each`. */
  allocate(request: AllocateRequest, options?: TaskOptions): Promise<Allocation>;
  /** Tries recipes one by one; the table so far comes with the progress. */
  sweep(request: SweepRequest, options?: StudyOptions<SweepTable>): Promise<SweepTable>;
  /** Which layers, restored to what they were, give samples their original answer back. */
  heal(request: HealRequest, options?: StudyOptions<HealedLayer>): Promise<HealResult>;
  claims(options?: TaskOptions): Promise<readonly ClaimSummary[]>;
  checkClaim(request: ClaimRequest, options?: StudyOptions<SweepTable>): Promise<ClaimResult>;
}

/** What a study's call takes last: progress that carries what was measured since, so that a table can fill as it goes. */
export interface StudyOptions<Found> {
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress & { readonly partial?: Found }): void;
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
