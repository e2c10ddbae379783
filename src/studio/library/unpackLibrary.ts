/**
 * Takes an archive in. It may come from a stranger or be cut short, so everything in it is checked; what does not fit is
 * said in a sentence and left out, the rest is taken.
 */
import { strFromU8, unzipSync } from 'fflate';
import * as z from 'zod/mini';
import { memorySource } from '../../core/bytes/byteSource.ts';
import { FileError, messageOf } from '../../core/errors.ts';
import type { KeyValueStore } from '../../core/keyValueStore.ts';
import type { TaskOptions } from '../../core/task.ts';
import { throwIfAborted } from '../../core/task.ts';
import { messageFor, mostTelling, pathText } from '../../recipes/schemaWords.ts';
import type { KeptRun, Unpacked, UnpackedModel } from '../apiLibrary.ts';
import type { FileShelf } from '../fileShelf.ts';
import { adaptation } from '../receiptSchema.ts';
import type { RunRecords } from '../runRecords.ts';
import type { RunStorage } from '../training/runFiles.ts';
import type { Manifest } from './archive.ts';
import { ARCHIVE_VERSION, LARGEST_ARCHIVE, MANIFEST } from './archive.ts';
import type { KeptRuns } from './keptRuns.ts';
import { idOf } from './keptRuns.ts';
import { parseKeptRun } from './keptSchema.ts';

z.config({ jitless: true });

const manifestSchema = z.object({
  decant: z.literal('library'),
  version: z.int(),
  when: z.string(),
  runs: z.array(z.string()).check(z.maxLength(10_000)),
  models: z.array(
    z.object({
      role: z.enum(['model', 'data']),
      name: z.string(),
      files: z.array(z.object({ path: z.string(), name: z.string() })).check(z.maxLength(10_000)),
      input: z.optional(adaptation),
    }),
  ),
  weights: z.record(z.string(), z.string()),
  link: z.nullable(z.string().check(z.maxLength(100_000))),
  trainings: z._default(
    z
      .array(
        z.object({
          path: z.string(),
          files: z.array(z.object({ path: z.string(), name: z.string() })).check(z.maxLength(10_000)),
        }),
      )
      .check(z.maxLength(10_000)),
    [],
  ),
  records: z._default(
    z.array(z.object({ id: z.string(), name: z.string(), model: z.string(), recipe: z.unknown(), when: z.string() })),
    [],
  ),
});

/** Where an archive goes. */
interface Place {
  readonly runs: KeptRuns;
  readonly records: RunRecords;
  readonly shelf: FileShelf;
  readonly store: KeyValueStore;
  /** Where training runs lie; undefined where the host keeps none. */
  readonly storage: RunStorage | undefined;
}

/** Sentences about what is wrong; more would tell nobody anything. */
const mostProblems = 8;

/** @throws FileError `library/archive` when it is no archive of Decant that this version reads */
export async function unpackLibrary(archive: Blob, place: Place, task: TaskOptions): Promise<Unpacked> {
  const { runs, shelf, records } = place;
  const files = await filesOf(archive);
  const manifest = manifestOf(files);
  const problems: string[] = [];
  let [added, known] = [0, 0];
  for (const path of manifest.runs) {
    throwIfAborted(task.signal);
    const run = runAt(files, path, problems);
    if (!run) continue;
    const own = await withWeights(run, manifest.weights[run.id], files, runs, shelf);
    if (await runs.add(own)) added++;
    else known++;
  }
  await records.take(manifest.records);
  const models = manifest.models.flatMap((model) => modelOf(files, model, problems));
  const trainings = await takeTrainings(files, manifest, place, problems, task);
  return { added, known, trainings, models, link: manifest.link, problems: shortened(problems) };
}

// ---------------------------------------------------------------------------------------------

/** Deflate makes at most 1,032 bytes of one: an entry that claims more is lying, and would be given the memory. */
const MOST_INFLATED = 1032;

type Files = Readonly<Record<string, Uint8Array>>;

async function filesOf(archive: Blob): Promise<Files> {
  if (archive.size > LARGEST_ARCHIVE) {
    throw refused(`It has ${archive.size} bytes; an archive of Decant ends at ${LARGEST_ARCHIVE}.`);
  }
  const bytes = new Uint8Array(await archive.arrayBuffer());
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ size, originalSize }) => {
        total += originalSize;
        if (total > LARGEST_ARCHIVE || originalSize > size * MOST_INFLATED + 64)
          throw new Error('what is in it does not fit in memory');
        return true;
      },
    });
  } catch (error) {
    throw refused(`It cannot be unpacked (${messageOf(error)}); it may be cut short. Save it again.`);
  }
}

function manifestOf(files: Files): Manifest {
  const bytes = files[MANIFEST];
  if (!bytes) throw refused(`It has no ${MANIFEST}. Choose a zip that "Save everything" wrote.`);
  const value = json(bytes);
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > ARCHIVE_VERSION) {
    throw refused(
      `It is of version ${version}, and this page reads ${ARCHIVE_VERSION}. Reload the page to get a newer one.`,
    );
  }
  const result = manifestSchema.safeParse(value, { error: messageFor });
  if (result.success) return result.data;
  const { path, message } = mostTelling(result.error.issues[0]);
  throw refused(`The field "${pathText(path)}" of its ${MANIFEST} ${message}.`);
}

function runAt(files: Files, path: string, problems: string[]): KeptRun | undefined {
  const bytes = files[path];
  if (!bytes) {
    problems.push(`The run "${path}" is listed but not in the archive.`);
    return undefined;
  }
  try {
    const { weights: _, discarded: __, ...run } = parseKeptRun(json(bytes));
    // An id that was changed by hand would stand beside its twin.
    return { ...run, id: idOf(run.receipt, run.title) };
  } catch (error) {
    problems.push(`The run "${path}" was left out. ${messageOf(error)}`);
    return undefined;
  }
}

/** Weights are put on the shelf only for a run that is not here yet. */
async function withWeights(
  run: KeptRun,
  path: string | undefined,
  files: Files,
  runs: KeptRuns,
  shelf: FileShelf,
): Promise<KeptRun> {
  const bytes = path === undefined ? undefined : files[path];
  const before = await runs.find(run.id);
  if (!bytes || (before && before.discarded === undefined)) return run;
  const name = `${(run.name ?? run.title).replaceAll(/[^\w.-]+/g, '-')}.onnx`;
  const key = await shelf.keep([memorySource(name, bytes)]);
  return key === undefined ? run : { ...run, weights: { key, name, bytes: bytes.length } };
}

/** How many training runs came in, and how many were here already. */
async function takeTrainings(
  files: Files,
  { trainings }: Manifest,
  { store, storage }: Place,
  problems: string[],
  task: TaskOptions,
): Promise<Unpacked['trainings']> {
  let [added, known] = [0, 0];
  if (trainings.length === 0) return { added, known };
  if (!storage) {
    problems.push('Training runs were left out, since nothing of that size can be kept here.');
    return { added, known };
  }
  const [{ parseRecord }, { takeTraining }] = await Promise.all([
    import('../training/recordSchema.ts'),
    import('../training/takeTraining.ts'),
  ]);
  for (const { path, files: listed } of trainings) {
    throwIfAborted(task.signal);
    try {
      const record = parseRecord(files[path] && json(files[path]));
      const own = new Map(listed.flatMap(({ path: at, name }) => (files[at] ? [[name, files[at]] as const] : [])));
      const took = await takeTraining(record, own, { store, storage }, problems);
      if (took === 'added') added++;
      else known++;
    } catch (error) {
      problems.push(`The training run "${path}" was left out. ${messageOf(error)}`);
    }
  }
  return { added, known };
}

function modelOf(files: Files, model: Manifest['models'][number], problems: string[]): UnpackedModel[] {
  const missing = model.files.find(({ path }) => !files[path]);
  if (missing) {
    problems.push(`"${model.name}" was left out: its file "${missing.name}" is not in the archive.`);
    return [];
  }
  const own = model.files.map(({ path, name }) => new File([new Uint8Array(files[path])], name));
  return [{ role: model.role, name: model.name, files: own, ...(model.input ? { input: model.input } : {}) }];
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strFromU8(bytes));
  } catch {
    return undefined;
  }
}

function refused(why: string): FileError {
  return new FileError('library/archive', `This is no archive that can be taken in. ${why}`);
}

function shortened(problems: readonly string[]): string[] {
  const more = problems.length - mostProblems;
  return more <= 0 ? [...problems] : [...problems.slice(0, mostProblems), `And ${more} more like these.`];
}
