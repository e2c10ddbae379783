/**
 * Which layers give samples their original answer back, in the words of the scripting interface. Types alone; the call
 * is in `apiStudies.ts`, and `api.ts` exports these with the rest.
 */
import type { ExecutorName } from '../execution/executor.ts';
import type { Provenance } from './api.ts';

export interface HealRequest {
  /** The compressed model. */
  readonly model: string;
  /** What it was made from; known for models that a recipe made. */
  readonly baseline?: string;
  readonly data: string;
  /** Sample numbers: flipped ones, as a rule. */
  readonly samples: readonly number[];
  /** Nodes of the layers to restore, one by one; all that differ when left out. */
  readonly layers?: readonly string[];
  readonly executor?: ExecutorName;
}

export interface Answer {
  readonly top: number;
  /** Probability of the top class. */
  readonly confidence: number;
  /** Probability of the class that the original answers. */
  readonly original: number;
}

export interface HealedLayer {
  readonly node: string;
  readonly parameter: string;
  /** Bytes that restoring it adds to the model. */
  readonly bytes: number;
  /** One a sample, in the order asked for. */
  readonly answers: readonly Answer[];
  /** Samples (by number) whose answer is the original's again with this layer restored. */
  readonly healed: readonly number[];
}

export interface HealResult {
  readonly samples: readonly {
    readonly sample: number;
    readonly label?: number;
    readonly original: Answer;
    readonly compressed: Answer;
  }[];
  /** In graph order. */
  readonly layers: readonly HealedLayer[];
  readonly provenance: Provenance;
}
