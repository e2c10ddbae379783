/** Compressed networks by base and recipe: each is made once, kept while it may be asked for again, then closed. */
import type { TaskOptions } from '../../core/task.ts';
import type { Decant, LayerError, ModelSummary } from '../../studio/api.ts';
import type { ScriptRecipe } from '../recipe/script.ts';
import { keyOf } from '../recipe/script.ts';
import type { Base } from '../store/types.ts';

export interface Compressed {
  readonly key: string;
  readonly model: ModelSummary;
  readonly errors: readonly LayerError[];
  readonly notes: readonly string[];
}

export interface Compressor {
  /** @param data handle of the data that calibrates activations, where there is any */
  make(base: Base, recipe: ScriptRecipe | null, data: string | undefined, options: TaskOptions): Promise<Compressed>;
  clear(): void;
}

/** Enough for the whole dial on both sides. */
const MOST_KEPT = 20;

export function createCompressor(decant: Decant): Compressor {
  const kept = new Map<string, Compressed>();
  return {
    make: async (base, recipe, data, options) => {
      const key = `${base.key}|${keyOf(recipe)}|${data ?? 'no data'}`;
      const known = kept.get(key);
      if (known) return refreshed(kept, known);
      if (recipe === null) return { key, model: base.model, errors: [], notes: base.model.notes };
      const run = await decant.run({ model: base.model.id, recipe, ...(data ? { data } : {}) }, options);
      const reports = run.steps.map(({ report }) => report);
      const made = {
        key,
        model: run.model,
        errors: reports.flatMap(({ layers }) => layers),
        notes: reports.flatMap(({ notes }) => notes),
      };
      kept.set(key, made);
      closeOldest(decant, kept);
      return made;
    },
    clear: () => {
      for (const { model } of kept.values()) closeQuietly(decant, model.id);
      kept.clear();
    },
  };
}

/** Closes a network that nobody waits for any more; a failure has no one to tell. */
export function closeQuietly(decant: Decant, id: string): void {
  decant.close(id).catch(() => undefined);
}

// ---------------------------------------------------------------------------------------------------------------------

/** A map keeps the order of insertion: what was asked for last moves to the end. */
function refreshed(kept: Map<string, Compressed>, compressed: Compressed): Compressed {
  kept.delete(compressed.key);
  kept.set(compressed.key, compressed);
  return compressed;
}

function closeOldest(decant: Decant, kept: Map<string, Compressed>): void {
  for (const [key, { model }] of kept) {
    if (kept.size <= MOST_KEPT) return;
    kept.delete(key);
    closeQuietly(decant, model.id);
  }
}
