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
  /** Which peers take part. */
  readonly peers: 'all' | 'none' | { readonly only: string };
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
  wanted.push(...Object.entries(benchCase.peers).filter(([name]) => takesPart(name, options.peers)));
  const checks: Record<string, Check> = {};
  const ready: Entrant[] = [];
  for (const [name, open] of wanted) {
    try {
      const contestant = await open(host);
      const { result, lastMs } = await check(contestant, workload);
      checks[name] = result;
      if (result.ok) ready.push({ name, contestant, times: await timesFor(contestant, options.leastMs, lastMs) });
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

const takesPart = (name: string, peers: ContestOptions['peers']): boolean =>
  typeof peers === 'string' ? peers === 'all' : peers.only === name;

interface Entrant {
  readonly name: string;
  readonly contestant: Contestant;
  /** Runs a sample. */
  readonly times: number;
}

/** More runs than this say nothing new. */
const mostRuns = 128;
/** A run of that many samples' time needs no more to warm up than those that were checked. */
const longRun = 4;

/** Compares the first runs' results, and says how long the last of them took. */
async function check(contestant: Contestant, workload: Workload): Promise<{ result: Check; lastMs: number }> {
  await contestant.enter?.();
  const results: Float32Array[] = [];
  let lastMs = 0;
  for (let i = 0; i < workload.checkedRuns; i++) {
    const start = performance.now();
    results.push(await contestant.run(1));
    lastMs = performance.now() - start;
  }
  const error = (contestant.errorOf ?? workload.errorOf)(results);
  const tolerance = contestant.tolerance ?? workload.tolerance;
  return { result: { ok: error <= tolerance, error, tolerance }, lastMs };
}

/** How many runs fill a sample, after runs that warm everything up; one where the checked runs were warm and long. */
async function timesFor(contestant: Contestant, leastMs: number, checkedMs: number): Promise<number> {
  let times = 1;
  if (checkedMs > leastMs * longRun) return times;
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
