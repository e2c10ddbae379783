/**
 * What a student learns from, and what it is judged by. The built-in sample has digits of its own for learning, so that
 * every figure is of digits that no student has seen; of a person's data the engine holds a share out.
 */
import { DecantError } from '../../core/errors.ts';
import type { Decant } from '../../studio/api.ts';
import { BUILT_IN } from '../engine/opener.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { AppStore } from '../store/appStore.ts';
import type { TrainingSetup } from './setup.ts';

export interface Subject {
  readonly model: string;
  readonly data: string;
  /** Data that is only measured on; the engine's own share of `data` when left out. */
  readonly heldOut?: string;
}

export interface Sources {
  /** @throws DecantError `app/not-open` before the network is open here, `app/no-data` without samples */
  subject(setup: Pick<TrainingSetup, 'samples'>): Promise<Subject>;
  /** Opens what kept runs may have learned from, so that the engine finds it again after a reload. */
  reopen(): Promise<void>;
}

/** How many of the built-in digits a student may learn from. */
const DIGIT_COUNTS = [1000, 5000, 20_000] as const;

const TRAINING_DIGITS = 'sample:digits-train';

export function createSources(decant: Decant, app: AppStore): Sources {
  const opened = new Map<number, Promise<string>>();
  const digits = (limit: number): Promise<string> => {
    const known = opened.get(limit);
    if (known) return known;
    const opening = decant.openData(TRAINING_DIGITS, { limit, remember: false }).then(({ id }) => id);
    opened.set(limit, opening);
    opening.catch(() => opened.delete(limit));
    return opening;
  };
  return {
    subject: async ({ samples }) => {
      const { bases, opened: judged } = app.getState();
      const model = bases[0]?.model.id;
      if (model === undefined || model === RECORDED)
        throw new DecantError('app/not-open', 'The network is still being opened; train once it is live.');
      if (!judged || judged.data.id === RECORDED)
        throw new DecantError('app/no-data', 'A student learns from samples, and there is no data. Open data first.');
      if (!isBuiltIn(app)) return { model, data: judged.data.id };
      return { model, data: await digits(samples), heldOut: judged.data.id };
    },
    reopen: async () => {
      await Promise.all(DIGIT_COUNTS.map(digits));
    },
  };
}

/** Whether students learn from the built-in digits. */
export const isBuiltIn = (app: AppStore): boolean => app.getState().opened?.key === BUILT_IN;
