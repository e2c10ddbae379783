/**
 * What was measured of kernel variants on one adapter and browser version: for each family and shape class the times of
 * the candidates and the winner. Kept in a store across sessions; a table of another version is left alone.
 */
import type { KeyValueStore } from '../../../core/keyValueStore.ts';
import { memoryStore } from '../../../core/keyValueStore.ts';
import type { Capabilities } from '../capabilities.ts';

export interface TuningRow {
  /** `matmul_nn` */
  readonly family: string;
  /** `m128 n256 k1024` */
  readonly shapeClass: string;
  readonly winner: string;
  /** Fastest first. */
  readonly candidates: readonly { readonly name: string; readonly ms: number }[];
  readonly clock: 'gpu-timestamp' | 'wall';
}

export interface TuningOptions {
  /** Where winners are kept; memory when left out. */
  readonly store?: KeyValueStore;
  /** Browser and version: what is fastest changes with it. */
  readonly browser?: string;
}

/** Counts up when variants change their meaning, so that old winners are measured again. */
const version = 1;

export class TuningTable {
  readonly #store: KeyValueStore;
  readonly #key: string;
  readonly #rows = new Map<string, TuningRow>();

  private constructor(store: KeyValueStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /** Reads what was measured on this adapter before. */
  static async open(options: TuningOptions, capabilities: Capabilities): Promise<TuningTable> {
    const { store = memoryStore(), browser = '' } = options;
    const { vendor, architecture, description } = capabilities;
    const table = new TuningTable(store, ['tuning', version, vendor, architecture, description, browser].join('|'));
    const kept = await store.get(table.#key).catch(() => undefined);
    if (Array.isArray(kept)) for (const row of kept) if (isRow(row)) table.#rows.set(keyOf(row), row);
    return table;
  }

  winner(family: string, shapeClass: string): string | undefined {
    return this.#rows.get(keyOf({ family, shapeClass }))?.winner;
  }

  rows(): readonly TuningRow[] {
    return [...this.#rows.values()];
  }

  async add(row: TuningRow): Promise<void> {
    this.#rows.set(keyOf(row), row);
    await this.#store.set(this.#key, this.rows()).catch(() => {}); // A full store only means measuring again.
  }
}

// ---------------------------------------------------------------------------------------------

const keyOf = ({ family, shapeClass }: Pick<TuningRow, 'family' | 'shapeClass'>): string => `${family} ${shapeClass}`;

function isRow(value: unknown): value is TuningRow {
  if (typeof value !== 'object' || value === null) return false;
  return ['family', 'shapeClass', 'winner'].every((field) => typeof Reflect.get(value, field) === 'string');
}
