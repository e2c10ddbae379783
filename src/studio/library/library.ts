/** What the session keeps beyond the page: runs, their weights, the files that were opened, and all of it as an archive. */
import { memorySource } from '../../core/bytes/byteSource.ts';
import { DecantError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type { Measurement } from '../api.ts';
import type { KeepRequest, KeptChange, KeptRun, Packed, Stored, StoredPart, Unpacked } from '../apiLibrary.ts';
import type { Environment } from '../environment.ts';
import { lineOf, writeReceipt } from '../receipt.ts';
import { summarizeModel } from '../summaries.ts';
import type { Tabs } from '../tabs.ts';
import { loneTab } from '../tabs.ts';
import type { StoredTraining } from '../training/records.ts';
import type { Workbench } from '../workbench.ts';
import { KeptRuns } from './keptRuns.ts';
import { tidySubjects } from './tidySubjects.ts';

export class Library {
  readonly runs: KeptRuns;
  readonly #bench: Workbench;
  readonly #environment: Environment;
  #swept = false;

  constructor(bench: Workbench, environment: Environment, tabs?: Tabs) {
    this.#bench = bench;
    this.#environment = environment;
    const own = tabs ?? loneTab(() => environment.notify({ kind: 'library' }));
    this.runs = new KeptRuns(environment.store, own);
  }

  /** @throws DecantError `studio/receipt` when the model that the run came from is no longer open */
  async keep(request: KeepRequest, task: TaskOptions): Promise<KeptRun> {
    const { model, data, batch, title } = request;
    const entry = this.#bench.openings.models.get(model);
    const measurement = againstOriginal(request, lineOf(this.#bench, entry).root.id);
    const own = { model, ...(data === undefined ? {} : { data }), ...(batch === undefined ? {} : { batch }) };
    const receipt = await writeReceipt(this.#bench, { ...own, measurement }, task);
    const { parameters } = await summarizeModel(entry);
    return this.runs.put(receipt, { title, parameters });
  }

  async kept(): Promise<readonly KeptRun[]> {
    const runs = await this.runs.list((run) => this.#forgetWeights(run));
    if (!this.#swept) await this.#sweep(runs);
    return runs;
  }

  change(id: string, change: KeptChange): Promise<KeptRun> {
    return this.runs.change(id, change);
  }

  /** @throws DecantError `studio/storage-full` when the file does not fit in what the browser grants */
  async keepWeights(id: string, model: string, task: TaskOptions): Promise<KeptRun> {
    const before = await this.runs.get(id);
    const entry = this.#bench.openings.models.get(model);
    const { exportGraph } = await import('../exportModel.ts');
    const executor = await this.#bench.executors.pick(undefined, entry.graph);
    const { name, bytes } = await exportGraph(entry, 'onnx-qdq', executor);
    const key = await this.#environment.shelf.keep([memorySource(name, bytes)], task.signal);
    if (key === undefined) throw full(name, bytes.length);
    await this.#forgetWeights(before);
    return this.runs.setWeights(id, { key, name, bytes: bytes.length });
  }

  /** @throws DecantError `studio/not-kept` when the run has no weights here */
  async keptWeights(id: string): Promise<File> {
    const run = await this.runs.get(id);
    const [source] = (run.weights && (await this.#environment.shelf.open(run.weights.key))) ?? [];
    if (source) return new File([new Uint8Array(await source.read(0, source.size))], run.weights?.name ?? source.name);
    throw new DecantError(
      'studio/not-kept',
      `The weights of "${run.name ?? run.title}" are not kept in this browser.`,
      {
        id,
      },
    );
  }

  async stored(): Promise<Stored> {
    const { estimate } = this.#environment;
    const { usage, quota } = estimate ? await estimate() : {};
    const runs = (await this.kept()).filter(({ discarded }) => discarded === undefined);
    return {
      parts: [...(await this.#parts(runs)), ...(await this.#trainingParts())],
      runs: runs.length,
      usage: usage ?? null,
      quota: quota ?? null,
    };
  }

  /** @throws DecantError `studio/unknown-id` when nothing is stored under that key */
  async dropStored(key: string): Promise<void> {
    if (key.startsWith(trainingKey)) return this.#dropTraining(key.slice(trainingKey.length));
    const { subject } = this.#bench.openings;
    const { shelf } = this.#environment;
    const holder = (await this.runs.list()).find(({ weights }) => weights?.key === key);
    if (holder) await this.runs.setWeights(holder.id, undefined);
    for (const { role, kept } of await subject.all()) {
      if (kept.place.kind === 'files' && kept.place.key === key) await subject.forget(role);
    }
    if (!(await shelf.list()).some((entry) => entry.key === key)) return;
    await shelf.delete(key);
  }

  async pack(request: { readonly link?: string }, task: TaskOptions): Promise<Packed> {
    const { packLibrary } = await import('./packLibrary.ts');
    const runs = (await this.kept()).filter(({ discarded }) => discarded === undefined);
    const subjects = await this.#bench.openings.subject.all();
    const records = await this.#bench.records.list();
    const storage = await this.#environment.runStorage?.();
    const trainings = (await this.#trainings()).flatMap((record) =>
      storage ? [{ record, files: storage.files.of(record.run) }] : [],
    );
    return packLibrary({ ...request, runs, subjects, records, trainings, shelf: this.#environment.shelf }, task);
  }

  async unpack(archive: Blob, task: TaskOptions): Promise<Unpacked> {
    const { unpackLibrary } = await import('./unpackLibrary.ts');
    const { shelf, store } = this.#environment;
    const storage = await this.#environment.runStorage?.();
    return unpackLibrary(archive, { runs: this.runs, records: this.#bench.records, shelf, store, storage }, task);
  }

  // -------------------------------------------------------------------------------------------

  /** Once a session: files that nothing names any more, and subjects of tabs that are long gone. */
  async #sweep(runs: readonly KeptRun[]): Promise<void> {
    this.#swept = true;
    const { subject } = this.#bench.openings;
    await tidySubjects(this.#environment.store, subject);
    const opened = (await subject.all()).flatMap(({ kept: { place } }) => (place.kind === 'files' ? [place.key] : []));
    const wanted = new Set([...opened, ...runs.map(({ weights }) => weights?.key)].filter((key) => key !== undefined));
    await this.#environment.shelf.sweep(wanted);
  }

  async #forgetWeights({ weights }: KeptRun): Promise<void> {
    if (weights) await this.#environment.shelf.delete(weights.key);
  }

  async #trainings(): Promise<readonly StoredTraining[]> {
    const { readRecords } = await import('../training/records.ts');
    return readRecords(this.#environment.store);
  }

  async #trainingParts(): Promise<StoredPart[]> {
    const storage = await this.#environment.runStorage?.();
    if (!storage) return [];
    const parts = (await this.#trainings()).map(async ({ run, name }): Promise<StoredPart> => {
      return { kind: 'training', name, bytes: await storage.files.bytesOf(run), key: trainingKey + run };
    });
    return Promise.all(parts);
  }

  /** @throws DecantError `training/running` while a tab has the run */
  async #dropTraining(run: string): Promise<void> {
    const storage = await this.#environment.runStorage?.();
    const letGo = await storage?.locks.take(run);
    if (!storage || !letGo)
      throw new DecantError('training/running', 'The run goes on in a tab of this browser; stop it there first.', {
        run,
      });
    const { deleteRecord } = await import('../training/records.ts');
    await deleteRecord(this.#environment.store, run);
    await storage.files.remove(run);
    letGo();
  }

  async #parts(runs: readonly KeptRun[]): Promise<StoredPart[]> {
    const subjects = await this.#bench.openings.subject.all();
    const weights = new Map(runs.flatMap((run) => (run.weights ? [[run.weights.key, run.name ?? run.title]] : [])));
    const entries = await this.#environment.shelf.list();
    return entries.map(({ key, bytes }): StoredPart => {
      const name = weights.get(key);
      if (name !== undefined) return { kind: 'weights', name, bytes, key };
      const holder = subjects.find(({ kept: { place } }) => place.kind === 'files' && place.key === key);
      if (!holder) return { kind: 'left-over', name: 'Left over', bytes, key };
      return { kind: holder.role === 'data' ? 'data' : 'model', name: holder.kept.name, bytes, key };
    });
  }
}

// ---------------------------------------------------------------------------------------------

/** Before the id of a training run, in the keys of what is stored. */
const trainingKey = 'training ';

/** Without the changes where these were counted against something else than the model as it was opened. */
function againstOriginal({ measurement, baseline }: KeepRequest, root: string): Measurement {
  if (baseline === undefined || baseline === root) return measurement;
  const { agreement: _, kl: __, flips: ___, ...quality } = measurement.quality;
  return { ...measurement, quality };
}

function full(name: string, bytes: number): DecantError {
  return new DecantError(
    'studio/storage-full',
    `"${name}" (${bytes} bytes) does not fit in what this browser grants. Delete a model in "Kept in this browser", or save the file instead.`,
    { name, bytes },
  );
}
