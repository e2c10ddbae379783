/**
 * The one range for a whole weight at whose ends values are cut off so that the squared error is least: every unit spans
 * its own values, cut to it (clip `range`). Tried range by range, not solved: rounding makes the error uneven. Where each
 * unit may choose for itself, clip `mse` errs no more than this.
 * Source: Banner et al., "Post training 4-bit quantization", 2019, on clipping for the least squared error.
 */
import type { TaskOptions } from '../../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../../core/task.ts';
import type { PackedLayout } from '../../tensor/packed.ts';
import { quantizeMatrix } from './quantizeMatrix.ts';

export type ClipRange = readonly [low: number, high: number];

/** What one range costs. */
export interface TriedRange {
  readonly range: ClipRange;
  /** Signal to quantization noise in dB. */
  readonly sqnr: number;
  readonly maxError: number;
}

export interface LeastErrorRange {
  readonly best: TriedRange;
  /** The range that cuts nothing off. */
  readonly whole: TriedRange;
  /** Ranges that were tried, `whole` and `best` among them. */
  readonly tried: number;
}

/** Shares of the whole range: in coarse steps first, then finely around the best of them. */
const [COARSE, FINE] = [0.04, 0.01];
const LEAST_SHARE = 0.08;

/** @param values (rows, columns) finite f32 */
export async function leastErrorRange(
  values: Float32Array,
  layout: PackedLayout,
  task: TaskOptions = {},
): Promise<LeastErrorRange> {
  const [low, high] = extremesOf(values, layout.symmetric);
  const report = createProgressReporter('trying ranges', Math.round((1 - LEAST_SHARE) / COARSE) + 9, task.onProgress);
  let tried = 0;
  const tryAt = async (below: number, above: number): Promise<TriedRange> => {
    if (tried % 4 === 3) await new Promise((done) => setTimeout(done)); // So that a cancel is heard.
    throwIfAborted(task.signal);
    const range: ClipRange = [low * below, high * above];
    const { sqnr, maxError } = quantizeMatrix(values, layout, { clip: 'range', range });
    report(++tried);
    return { range, sqnr, maxError };
  };
  const whole = await tryAt(1, 1);
  let best: Shares = { below: 1, above: 1, found: whole };
  const keep = async (below: number, above: number): Promise<void> => {
    const found = await tryAt(below, above);
    if (found.sqnr > best.found.sqnr) best = { below, above, found };
  };
  for (let share = 1 - COARSE; share >= LEAST_SHARE; share -= COARSE) await keep(share, share);
  const { below, above } = best;
  for (const step of steps()) if (step !== 0) await keep(within(below + step), within(above + step));
  if (!layout.symmetric) {
    for (const step of steps()) await keep(within(best.below + step), best.above);
    for (const step of steps()) await keep(best.below, within(best.above + step));
  }
  return { best: best.found, whole, tried };
}

// ---------------------------------------------------------------------------------------------

/** What is kept of each end, as a share. */
interface Shares {
  readonly below: number;
  readonly above: number;
  readonly found: TriedRange;
}

const steps = (): number[] => [-3, -2, -1, 0, 1, 2, 3].map((step) => step * FINE);

const within = (share: number): number => Math.min(1, Math.max(FINE, share));

/** [low, high] around zero; of equal reach where levels are symmetric. */
function extremesOf(values: Float32Array, symmetric: boolean): ClipRange {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const reach = Math.max(-low, high);
  return symmetric ? [-reach, reach] : [low, high];
}
