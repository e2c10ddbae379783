/**
 * What the page knows, in five slices: what is opened, the two recipes, their results, the machine, and the view. Plain
 * data only: typed arrays of images and handles of work in progress live with the engine controllers.
 */
import type { DataSummary, LayerError, LayerSummary, Measurement, ModelSummary, Readiness } from '../../studio/api.ts';
import type { Bits, SideRecipe } from '../recipe/recipe.ts';

export type SideName = 'a' | 'b';

/** How far a figure can be trusted. */
export type Trust = 'recorded' | 'estimate' | 'live' | 'stale';

/** A network that recipes start from. `key` is the same for a recording and for the same network opened live. */
export interface Base {
  readonly key: string;
  readonly model: ModelSummary;
}

export interface OpenedData {
  readonly key: string;
  readonly data: DataSummary;
}

/** What a side is asked to be. */
export interface SideSpec {
  /** Key of its base; null for the network that is opened. */
  readonly base: string | null;
  readonly recipe: SideRecipe;
}

/** The last good result of a side. */
export interface SideResult {
  /** Base, recipe and data that it was measured for. */
  readonly key: string;
  /** Key of the result that changes were counted against, null where there was none. */
  readonly against: string | null;
  readonly recipe: SideRecipe;
  /** Words for a file that was opened as it is; null where the recipe says it all. */
  readonly fileName: string | null;
  /** Handle of the compressed network; null for recorded results. */
  readonly modelId: string | null;
  readonly parameters: number;
  readonly layers: readonly LayerSummary[];
  /** What the quantizer said of its own result; empty where nothing was rounded. */
  readonly errors: readonly LayerError[];
  readonly notes: readonly string[];
  readonly measurement: Measurement;
  readonly trust: Exclude<Trust, 'stale'>;
}

/** A line of the list of runs. */
export interface RunEntry {
  readonly key: string;
  readonly spec: SideSpec;
  readonly name: string;
  readonly bytes: number;
  /** Accuracy, or agreement with the original where there are no labels. */
  readonly quality: number | null;
  readonly trust: Exclude<Trust, 'stale'>;
}

/** Work in progress. */
export interface Work {
  readonly label: string;
  /** In [0, 1]; null while it is not known. */
  readonly done: number | null;
  readonly secondsLeft: number | null;
  readonly side: SideName | null;
}

export type ProblemKind =
  | 'no-webgpu'
  | 'device-lost'
  | 'too-large'
  | 'unknown-operator'
  | 'bad-file'
  | 'at-chance'
  | 'fault';

/** A state that is not as it should be: what happened, facts, one way on. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly label: string;
  readonly title: string;
  readonly why: string;
  readonly facts: readonly (readonly [term: string, value: string])[];
  readonly action: ProblemAction;
}

export type ProblemAction =
  | { readonly kind: 'dismiss'; readonly label: string }
  | { readonly kind: 'measure'; readonly label: string }
  /** `lent`: asks in a way that lets the browser lend the files, where it can. */
  | { readonly kind: 'choose-file'; readonly label: string; readonly lent?: true }
  | { readonly kind: 'open-again'; readonly label: string }
  /** Opens what is held because it is too large for this machine. */
  | { readonly kind: 'open-anyway'; readonly label: string }
  | { readonly kind: 'adapt'; readonly label: string };

/** Where the comparison stands. */
export type Phase = 'recorded' | 'starting' | 'measuring' | 'idle' | 'stopped' | 'failed';

export interface MachineState {
  readonly readiness: Readiness | null;
  readonly phase: Phase;
  readonly work: Work | null;
  readonly problem: Problem | null;
  /** What a network that is being opened takes and whether it fits, as a sentence; null when none is. */
  readonly weighed: string | null;
  /** A training run that goes, by whole percent; null where none does. */
  readonly learning: { readonly name: string; readonly percent: number } | null;
  /** The last sentence for the live region. */
  readonly announcement: string;
}

export type ViewName =
  | 'samples'
  | 'histogram'
  | 'layers'
  | 'sensitivity'
  | 'confusion'
  | 'compare'
  | 'distill'
  | 'speed';

export type PanelName =
  | 'model'
  | 'data'
  | 'recipe'
  | 'measure'
  | 'export'
  | 'draw'
  | 'blind'
  | 'menu'
  | 'shortcuts'
  | 'lessons'
  | 'palette'
  | 'claims'
  | 'display'
  | 'teach'
  | 'guide'
  | 'library'
  | 'pipeline'
  | 'receipt';

/** What a page of a lesson does to the stage. */
export interface LessonStage {
  /** Stands in the place of the claim, which would give the answer away. */
  readonly claim: string;
  /** The figure of B that waits for a guess. */
  readonly veil: Veil | null;
  /** Parts of the page that the lesson does without. */
  readonly away: readonly Away[];
  /** The stop of B's dial that the page asks for. */
  readonly aim: Bits | null;
}

export type Veil = 'quality' | 'time';

export type Away = 'recipe' | 'dial' | 'time';

/** `unsure`: where B is less sure of A's answer than A is, the largest drop first. */
export type SampleFilter = 'all' | 'flips' | 'unsure';

/** Samples of one class, or with one answer; a field that is left out does not matter. */
export interface SampleSelection {
  readonly truth?: number;
  readonly a?: number;
  readonly b?: number;
}

/** Settings of views that a link carries, each a word; absent where a view is as it opens. */
export type ChoiceName =
  /** Samples: whether the open sample is taken apart. */
  | 'autopsy'
  /** Histogram: weights, or what flows in. */
  | 'counted'
  /** Sensitivity: each layer alone, or all but one; and the bytes of the solver's budget. */
  | 'map'
  | 'spend'
  /** Layers: what the graph shows. */
  | 'overlay'
  /** Speed: samples in a run, threads of WASM, the roofline as a table. */
  | 'batch'
  | 'threads'
  | 'roof'
  /** Confusion: the one matrix that is shown where there is no room for all. */
  | 'matrix'
  /** Compare: recipes side by side, and whether only where they differ. */
  | 'pins'
  | 'differing';

/** What changes of B are counted against. */
export type Baseline = 'a' | 'original';
