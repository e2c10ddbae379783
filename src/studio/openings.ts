/** What is open in a session: models and data by id, how they are opened, and how a reload finds them again. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import type { TaskOptions } from '../core/task.ts';
import type { Dataset } from '../data/dataset.ts';
import { DIGITS_ID, DIGITS_TRAIN_ID, digitsDataset } from '../data/digits/digitsDataset.ts';
import type { DataSummary, Decant, InputAdaptation, ModelSummary, Reopened, Source } from './api.ts';
import type { Environment } from './environment.ts';
import type { ModelEntry } from './models.ts';
import { Registry } from './models.ts';
import { openGraph } from './openModel.ts';
import { byteSources } from './sources.ts';
import type { Kept, Opened, Role } from './subject.ts';
import { Subject } from './subject.ts';
import { summarizeData, summarizeModel } from './summaries.ts';

export interface DataEntry {
  readonly id: string;
  readonly dataset: Dataset;
  /** The built-in sample or an address that opens it again. */
  readonly source?: string;
  readonly limit?: number;
}

type ModelOptions = NonNullable<Parameters<Decant['openModel']>[1]>;
type DataOptions = NonNullable<Parameters<Decant['openData']>[1]>;

export class Openings {
  readonly models = new Registry<ModelEntry>('model');
  readonly data = new Registry<DataEntry>('data');
  readonly #environment: Environment;
  /** The address that was reached last, until it is opened. */
  #fetched: { readonly address: string; readonly sources: readonly ByteSource[] } | undefined;
  /** What a reload finds again. */
  readonly subject: Subject;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.subject = new Subject(environment.store, environment.shelf);
  }

  async openModel(source: Source, options: ModelOptions = {}): Promise<ModelSummary> {
    const { remember = 'model', handles, ...rest } = options;
    const sources = await this.sourcesOf(source, rest);
    const summary = await this.#addModel(source, sources, rest);
    const kept = { name: summary.name, ...(rest.input ? { input: rest.input } : {}) };
    if (!remember) return summary;
    const note = await whetherKept(async () => {
      // A second network stands beside the first, and goes with it.
      if (remember === 'model') await this.subject.forget('second');
      await this.subject.remember(remember, opened(source, sources, handles), kept, rest.signal);
    });
    return { ...summary, notes: [...summary.notes, ...note] };
  }

  /** The files of a source. Those of the last address are kept, so that what was weighed is not fetched again. */
  async sourcesOf(source: Source, task: TaskOptions): Promise<readonly ByteSource[]> {
    if (source === DIGITS_ID) return [await this.#environment.sampleModel()];
    if (typeof source !== 'string') return byteSources(source, task);
    const { address, sources } = this.#fetched ?? {};
    this.#fetched = undefined;
    if (sources && address === source) return sources;
    const found = await byteSources(source, task);
    this.#fetched = { address: source, sources: found };
    return found;
  }

  async openData(source: Source | readonly Source[], options: DataOptions = {}): Promise<DataSummary> {
    const { remember = true, handles, ...rest } = options;
    const sources = splitOf(source) ? [] : await byteSources(source, rest);
    const summary = await this.#addData(source, sources, rest);
    const kept = { name: summary.name, ...(rest.limit === undefined ? {} : { limit: rest.limit }) };
    if (!remember) return summary;
    await whetherKept(() => this.subject.remember('data', opened(source, sources, handles), kept, rest.signal));
    return summary;
  }

  /**
   * Opens again what was open before a reload, without copying it anew.
   *
   * @param tab names the tab, which from then on remembers for itself
   */
  async reopen({ tab, ...task }: { tab?: string } & TaskOptions): Promise<Reopened> {
    const { subject } = this;
    if (tab !== undefined) subject.setTab(tab);
    const missing: Reopened['missing'][number][] = [];
    const again = async <T>(role: Role, open: (from: Again, kept: Kept) => Promise<T>): Promise<T | null> => {
      // A store that cannot be read remembers nothing, which is no reason not to begin.
      const kept = await subject.recall(role).catch(() => undefined);
      if (!kept) return null;
      const from = await subject.reopen(kept);
      // What cannot be read again (an address that is gone, a copy that the browser damaged) must be opened by hand.
      const again = from && (await open(from, kept).catch(unlessAborted));
      if (again) return again;
      const handles = kept.place.kind === 'handles' ? { handles: kept.place.handles } : {};
      missing.push({ role, name: kept.name, ...handles, ...(kept.input ? { input: kept.input } : {}) });
      return null;
    };
    const openModel = async (from: Again, { name, input }: Kept): Promise<ModelSummary> => {
      const options = { name, ...(input ? { input } : {}), ...task };
      return typeof from === 'string'
        ? this.openModel(from, { ...options, remember: false })
        : this.#addModel(undefined, from, options);
    };
    const model = await again('model', openModel);
    const second = await again('second', openModel);
    const data = await again('data', (from, { limit }) => {
      const options = { ...(limit === undefined ? {} : { limit }), ...task };
      return typeof from === 'string'
        ? this.openData(from, { ...options, remember: false })
        : this.#addData(undefined, from, options);
    });
    return { model, second, data, missing };
  }

  /** Forgets a model or data. True when there was such an id. */
  close(id: string): boolean {
    return this.models.delete(id) || this.data.delete(id);
  }

  // -------------------------------------------------------------------------------------------

  async #addModel(source: unknown, sources: readonly ByteSource[], options: AddOptions): Promise<ModelSummary> {
    const { name, input } = options;
    const { graph: read, format, file, notes } = await openGraph(sources);
    const graph = input ? (await import('./adaptation.ts')).adaptInput(read, input) : read;
    const origin = { sources, ...(typeof source === 'string' ? { source } : {}), ...(input ? { input } : {}) };
    const id = this.models.newId();
    const from = source === DIGITS_ID ? 'built-in' : format;
    const entry: ModelEntry = { id, name: name ?? file, format: from, graph, notes, origin };
    const summary = await summarizeModel(entry);
    this.models.add(entry);
    return summary;
  }

  async #addData(source: unknown, sources: readonly ByteSource[], options: DataOptions): Promise<DataSummary> {
    const id = this.data.newId();
    const dataset = await this.#readData(source, sources, options);
    const named = typeof source === 'string' ? { source } : {};
    const limited = options.limit === undefined ? {} : { limit: options.limit };
    return summarizeData(id, this.data.add({ id, dataset, ...named, ...limited }).dataset);
  }

  async #readData(
    source: unknown,
    sources: readonly ByteSource[],
    { name, limit, ...task }: DataOptions,
  ): Promise<Dataset> {
    const count = limit === undefined ? {} : { limit };
    const split = splitOf(source);
    if (split) return digitsDataset({ split, ...(limit === undefined ? {} : { count: limit }) });
    const { decodeImage } = this.#environment;
    const reading = { ...(name ? { name } : {}), ...count, ...(decodeImage ? { decodeImage } : {}), ...task };
    const { openData } = await import('../data/openData.ts');
    return openData(sources, reading);
  }
}

// ---------------------------------------------------------------------------------------------

/** A name that opens something again, or its files. */
type Again = string | readonly ByteSource[];

interface AddOptions extends TaskOptions {
  readonly name?: string;
  readonly input?: InputAdaptation;
}

function unlessAborted(error: unknown): null {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  return null;
}

/** A browser whose storage is full, or that keeps nothing, can still work: only a reload then has to ask. */
async function whetherKept(remember: () => Promise<void>): Promise<string[]> {
  try {
    await remember();
    return [];
  } catch (error) {
    unlessAborted(error);
    return ['This browser could not note what is open (its storage may be full): after a reload, open the file again.'];
  }
}

function opened(source: unknown, sources: readonly ByteSource[], handles: Opened['handles']): Opened {
  return { source, sources, ...(handles ? { handles } : {}) };
}

/** The split of the built-in digits that a source names. */
function splitOf(source: unknown): 'train' | 'test' | undefined {
  return source === DIGITS_ID ? 'test' : source === DIGITS_TRAIN_ID ? 'train' : undefined;
}
