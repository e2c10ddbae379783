/** What is open in a session: models and data by id, how they are opened, and how a reload finds them again. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import { DIGITS_ID, digitsDataset } from '../data/digits/digitsDataset.ts';
import type { DataSummary, Decant, ModelSummary, Reopened, Source } from './api.ts';
import type { Environment } from './environment.ts';
import type { ModelEntry } from './models.ts';
import { Registry } from './models.ts';
import { openGraph } from './openModel.ts';
import { byteSources } from './sources.ts';
import type { Kept, Role } from './subject.ts';
import { Subject } from './subject.ts';
import { summarizeData, summarizeModel } from './summaries.ts';

export interface DataEntry {
  readonly id: string;
  readonly dataset: Dataset;
  /** The built-in sample or an address that opens it again. */
  readonly source?: string;
  readonly limit?: number;
}

type DataOptions = NonNullable<Parameters<Decant['openData']>[1]>;

export class Openings {
  readonly models = new Registry<ModelEntry>('model');
  readonly data = new Registry<DataEntry>('data');
  readonly #environment: Environment;
  readonly #subject: Subject;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#subject = new Subject(environment.store, environment.shelf);
  }

  async openModel(source: Source, options: Parameters<Decant['openModel']>[1] = {}): Promise<ModelSummary> {
    const { name, input, ...task } = options;
    const builtIn = source === DIGITS_ID;
    const sources = builtIn ? [await this.#environment.sampleModel()] : await byteSources(source, task);
    const opened = await openGraph(sources, this.#environment.executors.onnx);
    const graph = input ? (await import('./adaptation.ts')).adaptInput(opened.graph, input) : opened.graph;
    const format = builtIn ? 'built-in' : opened.format;
    const named = typeof source === 'string' ? { source } : {};
    const origin = { sources, ...named, ...(input ? { input } : {}) };
    const entry = { id: this.models.newId(), name: name ?? opened.file, format, graph, notes: opened.notes, origin };
    const summary = await summarizeModel(entry);
    const kept = { name: entry.name, ...(input ? { input } : {}) };
    await this.#subject.remember('model', source, sources, kept, task.signal);
    this.models.add(entry);
    return summary;
  }

  async openData(source: Source | readonly Source[], options: DataOptions = {}): Promise<DataSummary> {
    const id = this.data.newId();
    const { dataset, sources } = await this.#readData(source, options);
    const { limit, signal } = options;
    const limited = limit === undefined ? {} : { limit };
    await this.#subject.remember('data', source, sources, { name: dataset.name, ...limited }, signal);
    const named = typeof source === 'string' ? { source } : {};
    return summarizeData(id, this.data.add({ id, dataset, ...named, ...limited }).dataset);
  }

  /** Opens again what was open before a reload. */
  async reopen(task: TaskOptions): Promise<Reopened> {
    const missing: { role: Role; name: string }[] = [];
    const again = async <T>(
      role: Role,
      open: (source: Source | readonly Source[], kept: Kept) => Promise<T>,
    ): Promise<T | null> => {
      const kept = await this.#subject.recall(role);
      const source = kept && (await this.#subject.reopen(kept));
      if (kept && !source) missing.push({ role, name: kept.name });
      return kept && source ? open(source, kept) : null;
    };
    const model = await again('model', (source, { name, input }) =>
      this.openModel(source as Source, { name, ...(input ? { input } : {}), ...task }),
    );
    const data = await again('data', (source, { limit }) =>
      this.openData(source, { ...(limit === undefined ? {} : { limit }), ...task }),
    );
    return { model, data, missing };
  }

  /** Forgets a model or data. True when there was such an id. */
  close(id: string): boolean {
    return this.models.delete(id) || this.data.delete(id);
  }

  // -------------------------------------------------------------------------------------------

  async #readData(
    source: Source | readonly Source[],
    { name, limit, ...task }: DataOptions,
  ): Promise<{ dataset: Dataset; sources: readonly ByteSource[] }> {
    const count = limit === undefined ? {} : { limit };
    if (source === DIGITS_ID) {
      const dataset = digitsDataset({ split: 'test', ...(limit === undefined ? {} : { count: limit }) });
      return { dataset, sources: [] };
    }
    const { decodeImage } = this.#environment;
    const sources = await byteSources(source, task);
    const reading = { ...(name ? { name } : {}), ...count, ...(decodeImage ? { decodeImage } : {}), ...task };
    const { openData } = await import('../data/openData.ts');
    return { dataset: await openData(sources, reading), sources };
  }
}
