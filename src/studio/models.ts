/** The models of a session, by id: graphs with where they came from. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { DecantError } from '../core/errors.ts';
import type { SampleSource } from '../evaluation/collectOutputs.ts';
import type { Graph } from '../graph/graph.ts';
import type { Recipe } from '../recipes/schema.ts';
import type { InputAdaptation, ModelSummary } from './api.ts';
import type { Made } from './made.ts';

export interface ModelEntry {
  readonly id: string;
  readonly name: string;
  readonly format: ModelSummary['format'];
  readonly graph: Graph;
  readonly notes: readonly string[];
  /** The model that a recipe made this one from, and how; none for what was opened. */
  readonly original?: string;
  readonly recipe?: Recipe;
  readonly seed?: number;
  /** The training run that made it. */
  readonly run?: string;
  /** What that run was given and how it was steered. */
  readonly made?: Made;
  /** What the run learned from, where some of it was held out or all of it was not. */
  readonly learned?: LearnedFrom;
  /** For what was opened: its files, and how they are opened again. */
  readonly origin?: ModelOrigin;
}

/** Samples of opened data that a network has seen while it learned. */
export interface LearnedFrom {
  readonly from: SampleSource;
  readonly samples: number;
}

export interface ModelOrigin {
  readonly sources: readonly ByteSource[];
  /** The built-in sample or an address. */
  readonly source?: string;
  readonly input?: InputAdaptation;
}

/** A table of things with ids of their own: `model-1`, `data-2`. */
export class Registry<T extends { readonly id: string }> {
  readonly #kind: string;
  readonly #entries = new Map<string, T>();
  #next = 1;

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** An id that nothing has yet. */
  newId(): string {
    return `${this.#kind}-${this.#next++}`;
  }

  add(entry: T): T {
    this.#entries.set(entry.id, entry);
    return entry;
  }

  /** In the order in which they were added. */
  all(): readonly T[] {
    return [...this.#entries.values()];
  }

  find(id: string): T | undefined {
    return this.#entries.get(id);
  }

  /** @throws DecantError `studio/unknown-id` naming the ids that exist */
  get(id: string): T {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    const open = [...this.#entries.keys()].join(', ') || 'none';
    throw new DecantError('studio/unknown-id', `There is no ${this.#kind} "${id}"; open are ${open}.`, { id });
  }

  /** True when there was such an entry. */
  delete(id: string): boolean {
    return this.#entries.delete(id);
  }
}
