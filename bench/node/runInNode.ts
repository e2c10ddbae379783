/** Runs our kernels in Node: numbers first, then time, one line a kernel. */
import type { BenchOptions } from '../arguments.ts';
import type { BenchCase } from '../cases/case.ts';
import { calm, withBackground } from '../measure/background.ts';
import { openContest } from '../measure/contest.ts';
import { quietRounds, quietShare, shareOf } from '../measure/quietRounds.ts';
import { resultOf } from '../measure/result.ts';
import type { Row } from '../measure/table.ts';
import { formatProfile, formatRow } from '../measure/table.ts';
import { kernelCases, mostSoftwareFlops } from './kernels.ts';

export interface NodeRun {
  readonly rows: readonly Row[];
  readonly failed: Readonly<Record<string, string>>;
  readonly adapter: { readonly vendor: string; readonly architecture: string; readonly description: string };
}

const leastMs = 400;

/** @returns undefined where there is no adapter */
export async function runInNode(gpu: GPU, options: BenchOptions): Promise<NodeRun | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return undefined;
  const { vendor, architecture, description } = adapter.info;
  console.log(`Dawn in Node ${process.version}, adapter ${vendor} ${architecture} ${description}\n`);
  const software = /swiftshader|llvmpipe|lavapipe/i.test(`${architecture} ${description}`);
  const rows: Row[] = [];
  const failed: Record<string, string> = {};
  const cases = chosen(options, software);
  const budgetMs = (options.patience * 60_000) / cases.length;
  for (const each of cases) {
    try {
      rows.push(await runCase(each, gpu, { ...options, budgetMs }));
    } catch (error) {
      failed[each.name] = error instanceof Error ? error.message : String(error);
      console.error(`${failed[each.name]}\n`);
    }
  }
  return { rows, failed, adapter: { vendor, architecture, description } };
}

// ---------------------------------------------------------------------------------------------

function chosen({ only }: BenchOptions, software: boolean): BenchCase[] {
  if (only !== undefined) {
    const found = kernelCases.filter(({ name }) => name === only);
    if (found.length > 0) return found;
    throw new Error(
      `There is no case "${only}" in Node; the cases are ${kernelCases.map(({ name }) => name).join(', ')}.`,
    );
  }
  return kernelCases.filter((each) => !software || each.workload().flops <= mostSoftwareFlops);
}

interface CaseOptions extends BenchOptions {
  /** How long rounds may be repeated. */
  readonly budgetMs: number;
}

async function runCase(benchCase: BenchCase, gpu: GPU, options: CaseOptions): Promise<Row> {
  const contest = await openContest(benchCase, { gpu }, { leastMs, peers: 'none' });
  const play = (index: number) => withBackground(() => contest.round(index));
  const rounds = await quietRounds(play, {
    wanted: options.rounds,
    budgetMs: options.budgetMs,
    calm: (mostMs) => calm(quietShare, mostMs),
  });
  const result = resultOf(
    benchCase.name,
    rounds.map(({ value }) => value),
    contest.checks,
  );
  const row: Row = { result, workload: benchCase.workload(), goals: [], share: shareOf(rounds) };
  console.log(formatRow(row));
  if (options.profile) console.log(formatProfile(await contest.profile()));
  return row;
}
