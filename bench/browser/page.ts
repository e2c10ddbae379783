/** What runs in the page: one contest at a time, driven from outside, so that rounds can be judged and repeated there. */
import { casesNamed } from '../cases/index.ts';
import type { KernelTime } from '../contestants/contestant.ts';
import type { Contest, ContestOptions } from '../measure/contest.ts';
import { openContest } from '../measure/contest.ts';
import type { Check } from '../measure/result.ts';

export interface BenchPage {
  environment(): Promise<PageEnvironment>;
  /** Opens a case's contestants and checks their numbers. */
  open(name: string, options: ContestOptions): Promise<Readonly<Record<string, Check>>>;
  round(index: number): Promise<Readonly<Record<string, number>>>;
  profile(): Promise<readonly KernelTime[] | undefined>;
}

export interface PageEnvironment {
  readonly userAgent: string;
  readonly threads: number;
  readonly isolated: boolean;
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly fallback: boolean;
    readonly features: readonly string[];
  } | null;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

let contest: Contest | undefined;

window.bench = {
  environment: async () => ({
    userAgent: navigator.userAgent,
    threads: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
    adapter: await describeAdapter(),
  }),
  open: async (name, options) => {
    const [benchCase] = casesNamed(name);
    contest = await openContest(benchCase, { gpu: navigator.gpu }, options);
    return contest.checks;
  },
  round: (index) => opened().round(index),
  profile: () => opened().profile(),
};

// ---------------------------------------------------------------------------------------------

function opened(): Contest {
  if (!contest) throw new Error('No case is open; call open() first.');
  return contest;
}

async function describeAdapter(): Promise<PageEnvironment['adapter']> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  return { vendor, architecture, description, fallback: isFallbackAdapter, features: [...adapter.features].sort() };
}
