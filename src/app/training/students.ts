/**
 * Students as they were at checkpoints, opened one at a time: while the newest is being opened, later wishes replace one
 * another. What is no longer looked at is closed, unless a side of the comparison stands on it.
 */
import type { Decant, ModelSummary } from '../../studio/api.ts';
import { closeQuietly } from '../engine/compressor.ts';
import type { ShownCheckpoint } from './state.ts';

export interface StudentShelf {
  /** Opens the student of a checkpoint; null where a later wish came in between. */
  open(run: string, checkpoint: ShownCheckpoint): Promise<ModelSummary | null>;
  clear(): void;
}

/** @param inUse whether a model must stay open */
export function createStudentShelf(decant: Decant, inUse: (model: string) => boolean): StudentShelf {
  let wish = 0;
  let chain: Promise<unknown> = Promise.resolve();
  let kept: ModelSummary[] = [];
  const release = (but: string | null): void => {
    const gone = kept.filter(({ id }) => id !== but && !inUse(id));
    kept = kept.filter((model) => !gone.includes(model));
    for (const { id } of gone) closeQuietly(decant, id);
  };
  return {
    open: (run, { stage, part, step }) => {
      const mine = ++wish;
      const opening = chain.then(async () => {
        if (mine !== wish) return null;
        const model = await decant.openCheckpoint({ run, stage, ...(part === undefined ? {} : { part }), step });
        kept.push(model);
        release(model.id);
        return mine === wish ? model : null;
      });
      chain = opening.catch(() => undefined);
      return opening;
    },
    clear: () => {
      wish++;
      release(null);
    },
  };
}
