/** How a run made a model: what it takes, beside recipe and seed, to make it again. Types alone. */
import type { ExecutorName } from '../execution/executor.ts';
import type { TrainingEnd, TrainingMark } from './api.ts';
import type { ModelEntry } from './models.ts';
import type { DataEntry } from './openings.ts';

export interface Made {
  /** What its steps were given: learned from, calibrated on. */
  readonly data?: DataEntry;
  /** What was held out: a share of the data, by the run's seed, or data of its own. */
  readonly heldOut: DataEntry | number;
  /** Models that the recipe names, by the name that it uses. */
  readonly named: ReadonlyMap<string, ModelEntry>;
  /** Where it learned. */
  readonly executor?: ExecutorName;
  /** Changes of settings while it learned. */
  readonly marks: readonly TrainingMark[];
  /** Networks whose training was ended before its last step. */
  readonly ended: readonly TrainingEnd[];
  /** Why the same steps made again would not give the same, as a sentence. */
  readonly note?: string;
}
