/**
 * The contest of one case, in the page or in Node: opens the contestants, checks their numbers, then times them round
 * by round in an order that moves on, so that none is always first or always after the same one.
 */
import type { BenchCase, Open } from '../cases/case.ts';
import type { Contestant, Host, KernelTime } from '../contestants/contestant.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Check } from './result.ts';
import { oursName } from './result.ts';

export interface ContestOptions {
  /** A sample takes at least this long, so that clock and scheduler weigh little. */
  readonly leastMs: number;
  /** Whether peers take part. */
  readonly peers: boolean;
}

export interface Contest {
  readonly checks: Readonly<Record<string, Check>>;
  /** Milliseconds a run, by contestant. */
  round(index: number): Promise<Readonly<Record<string, number>>>;
  /** Where our time goes, by kernel; undefined where the executor cannot tell. */
  profile(): Promise<readonly KernelTime[] | undefined>;
}

export async function openContest(benchCase: BenchCase, host: Host, options: ContestOptions): Promise<Contest> {
  const workload = benchCase.workload();
  const wanted: [string, Open][] = [[oursName, benchCase.ours]];
  if (options.peers) wanted.push(...Object.entries(benchCase.peers));
  const checks: Record<string, Check> = {};
  const ready: Entrant[] = [];
  for (const [name, open] of wanted) {
    try {
      const contestant = await open(host);
      checks[name] = await check(contestant, workload);
      if (checks[name].ok) ready.push({ name, contestant, times: await timesFor(contestant, options.leastMs) });
    } catch (error) {
      checks[name] = { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }
  return {
    checks,
    round: (index) => playRound(ready, index),
    profile: async () => ready.find(({ name }) => name === oursName)?.contestant.profile?.(),
  };
}

// ---------------------------------------------------------------------------------------------

interface Entrant {
  readonly name: string;
  readonly contestant: Contestant;
  /** Runs a sample. */
  readonly times: number;
}

/** More runs than this say nothing new. */
const mostRuns = 128;

async function check(contestant: Contestant, workload: Workload): Promise<Check> {
  await contestant.enter?.();
  const results: Float32Array[] = [];
  for (let i = 0; i < workload.checkedRuns; i++) results.push(await contestant.run(1));
  const error = workload.errorOf(results);
  const tolerance = contestant.tolerance ?? workload.tolerance;
  return { ok: error <= tolerance, error, tolerance };
}

/** How many runs fill a sample, after runs that warm everything up. */
async function timesFor(contestant: Contestant, leastMs: number): Promise<number> {
  let times = 1;
  for (;;) {
    const ms = await timed(contestant, times);
    if (ms >= leastMs || times === mostRuns) return times;
    times = Math.min(mostRuns, Math.max(times + 1, Math.ceil((times * leastMs) / Math.max(ms, leastMs / 16))));
  }
}

async function timed(contestant: Contestant, times: number): Promise<number> {
  const start = performance.now();
  await contestant.run(times);
  return performance.now() - start;
}

async function playRound(ready: readonly Entrant[], index: number): Promise<Record<string, number>> {
  const samples: Record<string, number> = {};
  for (let i = 0; i < ready.length; i++) {
    const { name, contestant, times } = ready[(i + index) % ready.length];
    await contestant.enter?.();
    samples[name] = (await timed(contestant, times)) / times;
  }
  return samples;
}
