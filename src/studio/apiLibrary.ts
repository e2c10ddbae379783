/**
 * Work that lasts, in the words of the scripting interface: runs that are kept, what takes room in this browser, and all
 * of it as one archive. Types alone; `api.ts` exports them with the rest.
 */
import type { TaskOptions } from '../core/task.ts';
import type { InputAdaptation, Measurement } from './api.ts';
import type { Receipt } from './apiResults.ts';

/** A measured result that outlives the page: a receipt, and what a person has said of it. */
export interface KeptRun {
  /** Made of what was measured and where, so that the same result is one run however it got here. */
  readonly id: string;
  /** Given by a person; null where the recipe says it all. */
  readonly name: string | null;
  /** The recipe in a few words: "int4 g32". */
  readonly title: string;
  readonly parameters: number;
  /** Changes of other runs on the same model and data are counted against the pinned one. */
  readonly pinned: boolean;
  readonly receipt: Receipt;
  /** The compressed network as a file in this browser, where it was asked for. */
  readonly weights?: { readonly key: string; readonly name: string; readonly bytes: number };
  /** ISO 8601; set while a deletion can still be undone. */
  readonly discarded?: string;
}

export interface KeepRequest {
  readonly model: string;
  readonly data?: string;
  readonly measurement: Measurement;
  /** What the measurement compared with; changes are kept only where that is the model as it was opened. */
  readonly baseline?: string;
  readonly batch?: number;
  readonly title: string;
}

export interface KeptChange {
  readonly name?: string | null;
  readonly pinned?: boolean;
  /** Deleted for good some minutes after it was set. */
  readonly discarded?: boolean;
}

/** Something that takes room in this browser. */
export interface StoredPart {
  readonly kind: 'model' | 'data' | 'weights' | 'training' | 'left-over';
  readonly name: string;
  readonly bytes: number;
  /** Names it for `dropStored`. */
  readonly key: string;
}

export interface Stored {
  readonly parts: readonly StoredPart[];
  readonly runs: number;
  /** What the browser says that it uses and grants, in bytes; null where it does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
}

export interface Packed {
  readonly name: string;
  readonly blob: Blob;
  /** How many training runs are in it, and the bytes of their checkpoints and networks. */
  readonly trainings: { readonly runs: number; readonly bytes: number };
  /** What was left out and why, as sentences. */
  readonly notes: readonly string[];
}

export interface UnpackedModel {
  readonly role: 'model' | 'data';
  readonly name: string;
  readonly files: readonly File[];
  readonly input?: InputAdaptation;
}

export interface Unpacked {
  readonly added: number;
  /** Runs that were here already. */
  readonly known: number;
  /** Training runs that came in, and those that were here already. */
  readonly trainings: { readonly added: number; readonly known: number };
  /** Files that were open when the archive was saved. They are not opened by themselves. */
  readonly models: readonly UnpackedModel[];
  /** What the page had put in: its link. */
  readonly link: string | null;
  /** What is wrong with the archive, as sentences; everything else was taken in. */
  readonly problems: readonly string[];
}

/** The part of `Decant` that keeps work. */
export interface DecantLibrary {
  /** Keeps a result. A result that is kept already is brought up to date; its name stays. */
  keep(request: KeepRequest, options?: TaskOptions): Promise<KeptRun>;
  /** All runs that are kept, newest first; those whose deletion can still be undone are among them. */
  kept(options?: TaskOptions): Promise<readonly KeptRun[]>;
  changeKept(id: string, change: KeptChange, options?: TaskOptions): Promise<KeptRun>;
  /** Keeps the compressed network of a run as a file. */
  keepWeights(id: string, model: string, options?: TaskOptions): Promise<KeptRun>;
  keptWeights(id: string, options?: TaskOptions): Promise<File>;
  stored(options?: TaskOptions): Promise<Stored>;
  /** Deletes the files of a part. What is open stays open until the page is left. */
  dropStored(key: string, options?: TaskOptions): Promise<void>;
  /** Everything that is kept as one zip archive. */
  pack(request?: { readonly link?: string }, options?: TaskOptions): Promise<Packed>;
  /** Takes an archive in; what is here already is not doubled. */
  unpack(archive: Blob, options?: TaskOptions): Promise<Unpacked>;
}
