/** What a benchmark writes down, and the arithmetic from samples to it. */
import { quantileOf } from '../../src/evaluation/statistics.ts';

/** Milliseconds a run. */
export interface Timing {
  readonly medianMs: number;
  readonly p10: number;
  readonly p90: number;
  /** Samples: rounds. Each is the mean of as many runs as fill the least time. */
  readonly n: number;
}

/** How a contestant's numbers compared with float64. */
export type Check =
  | { readonly ok: boolean; readonly error: number; readonly tolerance: number }
  | { readonly ok: false; readonly reason: string };

export interface Result {
  readonly name: string;
  readonly ours: Timing;
  readonly peers: Readonly<Record<string, Timing>>;
  /** Peer time / our time, of medians: above 1 we are faster. */
  readonly ratio: Readonly<Record<string, number>>;
  /** By contestant, `ours` among them. One that fails is not among the peers. */
  readonly check: Readonly<Record<string, Check>>;
}

/** The name under which Decant stands among the contestants. */
export const oursName = 'ours';

/** Median and spread of milliseconds a run. */
export function timingOf(samples: readonly number[]): Timing {
  return {
    medianMs: quantileOf(samples, 0.5),
    p10: quantileOf(samples, 0.1),
    p90: quantileOf(samples, 0.9),
    n: samples.length,
  };
}

/**
 * The row of a case. Whoever gave wrong numbers, or stopped, has no time.
 *
 * @param rounds milliseconds a run by contestant, round by round
 * @throws Error when our own numbers are wrong or missing: there is nothing to compare then
 */
export function resultOf(
  name: string,
  rounds: readonly Readonly<Record<string, number>>[],
  check: Readonly<Record<string, Check>>,
): Result {
  const timings = Object.entries(check).flatMap(([contestant, { ok }]) => {
    const samples = rounds.flatMap((round) => round[contestant] ?? []);
    return ok && samples.length > 0 ? [[contestant, timingOf(samples)] as const] : [];
  });
  const { [oursName]: ours, ...peers } = Object.fromEntries(timings) as Record<string, Timing | undefined>;
  if (!ours) throw new Error(`${name}: ${describeCheck(check[oursName])}`);
  const there = Object.entries(peers).flatMap(([peer, timing]) => (timing ? [[peer, timing] as const] : []));
  const ratio = Object.fromEntries(there.map(([peer, { medianMs }]) => [peer, medianMs / ours.medianMs]));
  return { name, ours, peers: Object.fromEntries(there), ratio, check };
}

/** A check as a sentence part. */
export function describeCheck(check: Check | undefined): string {
  if (!check) return 'was not measured';
  if ('reason' in check) return check.reason;
  const error = check.error.toExponential(1);
  return check.ok ? `error ${error}` : `error ${error} is above ${check.tolerance.toExponential(1)}`;
}
