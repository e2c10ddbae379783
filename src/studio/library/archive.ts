/**
 * The form of an archive: a zip with `manifest.json`, a JSON file for each run, and the files that were open. Version 1
 * is what this page writes and reads; a later page reads it by a row in `unpackLibrary.ts`.
 */
import type { InputAdaptation, RunRecord } from '../api.ts';
import type { Role } from '../subject.ts';

export const ARCHIVE_VERSION = 1;
export const MANIFEST = 'manifest.json';

export interface Manifest {
  readonly decant: 'library';
  readonly version: number;
  /** ISO 8601. */
  readonly when: string;
  /** Paths of the runs. */
  readonly runs: readonly string[];
  readonly models: readonly ArchivedFiles[];
  /** Paths of weights by the id of their run. */
  readonly weights: Readonly<Record<string, string>>;
  readonly link: string | null;
  /** Training runs with their checkpoints and networks; the branches among them name their parents. */
  readonly trainings: readonly ArchivedTraining[];
  /** What was run, with or without a result that is kept. */
  readonly records: readonly RunRecord[];
}

export interface ArchivedTraining {
  /** Of its record. */
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly name: string }[];
}

export interface ArchivedFiles {
  readonly role: Exclude<Role, 'second'>;
  readonly name: string;
  /** Paths in the archive, and the names that the files had. */
  readonly files: readonly { readonly path: string; readonly name: string }[];
  readonly input?: InputAdaptation;
}

/** Bytes that an archive may take: a zip without its 64-bit form ends at 4 GiB, and it is put together in memory. */
export const LARGEST_ARCHIVE = 2 ** 31;
