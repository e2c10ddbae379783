/** What a pruning is asked to do, in the words of recipes. Types alone. */
import type { Selection } from '../quantization/options.ts';
import type { ImportanceName } from './channelImportance.ts';

export interface MagnitudeOptions extends Selection {
  readonly method: 'magnitude';
  /** Share of weights that become zero; with pattern `2:4` always a half. */
  readonly sparsity: number;
  /** `global`: the smallest of all layers together; `layer`: the same share of each. `global` when left out. */
  readonly scope?: 'global' | 'layer';
  /** `2:4`: two of each four neighbours along a row, which some hardware runs faster. */
  readonly pattern?: 'unstructured' | '2:4';
}

export interface StructuredOptions extends Selection {
  readonly method: 'structured';
  /** Share of the channels that are taken out. */
  readonly sparsity: number;
  /** `layer`: the same share of each group of channels; `global`: the least important of all. `layer` when left out. */
  readonly scope?: 'global' | 'layer';
  /** `l1` when left out. */
  readonly importance?: ImportanceName;
}

export type PruneOptions = MagnitudeOptions | StructuredOptions;

/** How sparsity rises while a network learns. Zhu and Gupta, 2017, arXiv:1710.01878. */
export interface GradualSchedule {
  /** Steps over which it rises; masks change every `every` of them. */
  readonly steps: number;
  readonly every: number;
}

export interface PrunedLayer {
  readonly name: string;
  readonly count: number;
  readonly zeros: number;
}

export interface PruneReport {
  readonly method: PruneOptions['method'];
  /** Share of the weights that are zero, or of the channels that are gone. */
  readonly sparsity: number;
  readonly layers: readonly PrunedLayer[];
  /** Groups of channels before and after; structured alone. */
  readonly groups: readonly { readonly name: string; readonly before: number; readonly after: number }[];
  /** Bytes as the model is stored, before and after: zeros take as much as other weights. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Bytes if weights were stored as a bit each and the others in full: an estimate, not how anything is stored. */
  readonly bytesIfSparse: number;
  /** Floating-point operations of one sample, before and after. */
  readonly flopsBefore: number | undefined;
  readonly flopsAfter: number | undefined;
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}
