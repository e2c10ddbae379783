/** Everything that is kept as one zip archive. Networks are stored as they are: their codes do not shrink. */
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { ByteSource } from '../../core/bytes/byteSource.ts';
import { memorySource } from '../../core/bytes/byteSource.ts';
import type { TaskOptions } from '../../core/task.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { CheckpointStore } from '../../training/checkpoint.ts';
import type { RunRecord } from '../api.ts';
import type { KeptRun, Packed } from '../apiLibrary.ts';
import type { FileShelf } from '../fileShelf.ts';
import type { Kept, Role } from '../subject.ts';
import type { StoredTraining } from '../training/records.ts';
import type { ArchivedFiles, ArchivedTraining, Manifest } from './archive.ts';
import { ARCHIVE_VERSION, LARGEST_ARCHIVE, MANIFEST } from './archive.ts';

interface Content {
  readonly runs: readonly KeptRun[];
  readonly subjects: readonly { readonly role: Role; readonly kept: Kept }[];
  readonly shelf: FileShelf;
  readonly records: readonly RunRecord[];
  /** Training runs, and the files of each. */
  readonly trainings: readonly { readonly record: StoredTraining; readonly files: CheckpointStore }[];
  readonly link?: string;
}

/** Bytes that are read at once. */
const pieceBytes = 2 ** 22;

export async function packLibrary(content: Content, task: TaskOptions): Promise<Packed> {
  const { runs, subjects, shelf, records, link } = content;
  const archive = new Archive(task);
  const notes: string[] = [];
  const weights: Record<string, string> = {};
  const runPaths: string[] = [];
  for (const run of runs) {
    const { weights: own, ...record } = run;
    const path = `runs/${run.id}.json`;
    archive.text(path, JSON.stringify(record, null, 2));
    runPaths.push(path);
    const [source] = (own && (await shelf.open(own.key))) ?? [];
    const file = `weights/${run.id}.onnx`;
    if (source && (await archive.file(file, source, notes))) weights[run.id] = file;
  }
  const models: ArchivedFiles[] = [];
  for (const [index, { role, kept }] of distinct(subjects).entries()) {
    const files = await packFiles(archive, `models/${index + 1}`, kept, shelf, notes);
    const input = kept.input ? { input: kept.input } : {};
    if (files.length > 0) models.push({ role: role === 'data' ? 'data' : 'model', name: kept.name, files, ...input });
  }
  const trainings: ArchivedTraining[] = [];
  const before = archive.bytes;
  for (const training of content.trainings) trainings.push(...(await packTraining(archive, training, notes)));
  const ofTrainings = { runs: trainings.length, bytes: archive.bytes - before };
  const when = new Date().toISOString();
  const head = { decant: 'library', version: ARCHIVE_VERSION, when } as const;
  const manifest: Manifest = { ...head, runs: runPaths, models, weights, link: link ?? null, trainings, records };
  archive.text(MANIFEST, JSON.stringify(manifest, null, 2));
  return { name: `decant-${when.slice(0, 10)}.zip`, blob: archive.end(), trainings: ofTrainings, notes };
}

// ---------------------------------------------------------------------------------------------

async function packFiles(
  archive: Archive,
  folder: string,
  { name, place }: Kept,
  shelf: FileShelf,
  notes: string[],
): Promise<ArchivedFiles['files']> {
  if (place.kind === 'named') return [];
  const sources = place.kind === 'files' && place.key !== undefined ? await shelf.open(place.key) : undefined;
  if (!sources) {
    notes.push(`"${name}" is not in the archive: it was too large to be kept in this browser.`);
    return [];
  }
  const files: { path: string; name: string }[] = [];
  for (const [index, source] of sources.entries()) {
    const path = `${folder}/${index + 1}`;
    if (await archive.file(path, source, notes)) files.push({ path, name: source.name });
  }
  return files;
}

/** A run goes in whole or not at all: a checkpoint without its network opens nothing. */
async function packTraining(
  archive: Archive,
  { record, files }: Content['trainings'][number],
  notes: string[],
): Promise<ArchivedTraining[]> {
  const sources: ByteSource[] = [];
  for (const name of [...(await files.names())].sort()) {
    const bytes = await files.read(name);
    if (bytes) sources.push(memorySource(name, bytes));
  }
  const size = sources.reduce((sum, source) => sum + source.size, 0);
  if (!archive.hasRoom(size)) {
    notes.push(
      `The training run "${record.name}" (${size} bytes) is not in the archive, which ends at ${LARGEST_ARCHIVE} bytes.`,
    );
    return [];
  }
  const folder = `trainings/${record.run}`;
  const packed: { path: string; name: string }[] = [];
  for (const source of sources) {
    const path = `${folder}/${source.name}`;
    if (await archive.file(path, source, notes)) packed.push({ path, name: source.name });
  }
  archive.text(`${folder}.json`, JSON.stringify(record));
  return [{ path: `${folder}.json`, files: packed }];
}

/** The same files are open in several tabs, and remembered for new ones. */
function distinct(subjects: Content['subjects']): Content['subjects'] {
  const keyOf = ({ role, kept }: Content['subjects'][number]) => `${role} ${JSON.stringify(kept.place)}`;
  return [...new Map(subjects.map((subject) => [keyOf(subject), subject])).values()];
}

/** A zip that grows file by file; its parts go into a Blob, which browsers keep on disk when it is large. */
class Archive {
  readonly #task: TaskOptions;
  readonly #parts: BlobPart[] = [];
  readonly #zip: Zip;
  bytes = 0;

  constructor(task: TaskOptions) {
    this.#task = task;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.bytes += chunk.length;
      this.#parts.push(new Uint8Array(chunk));
    });
  }

  text(path: string, content: string): void {
    const entry = new ZipDeflate(path, { level: 6 });
    this.#zip.add(entry);
    entry.push(strToU8(content), true);
  }

  hasRoom(bytes: number): boolean {
    return this.bytes + bytes <= LARGEST_ARCHIVE;
  }

  /** False when the archive would become too large, which `notes` then says. */
  async file(path: string, source: ByteSource, notes: string[]): Promise<boolean> {
    if (!this.hasRoom(source.size)) {
      notes.push(
        `"${source.name}" (${source.size} bytes) is not in the archive, which ends at ${LARGEST_ARCHIVE} bytes.`,
      );
      return false;
    }
    const entry = new ZipPassThrough(path);
    this.#zip.add(entry);
    for (let offset = 0; offset < source.size; offset += pieceBytes) {
      throwIfAborted(this.#task.signal);
      const length = Math.min(pieceBytes, source.size - offset);
      entry.push(new Uint8Array(await source.read(offset, length)), offset + length === source.size);
      this.#task.onProgress?.({ label: `packing ${source.name}`, done: offset + length, total: source.size });
    }
    if (source.size === 0) entry.push(new Uint8Array(0), true);
    return true;
  }

  end(): Blob {
    this.#zip.end();
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}
