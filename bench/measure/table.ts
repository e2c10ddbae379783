/** The results as text: a line a contestant, and whether goals were reached. */
import type { Goal } from '../cases/case.ts';
import type { KernelTime } from '../contestants/contestant.ts';
import type { Workload } from '../workloads/workload.ts';
import type { Check, Result, Timing } from './result.ts';
import { describeCheck, oursName } from './result.ts';

export interface Row {
  readonly result: Result;
  readonly workload: Pick<Workload, 'about' | 'flops' | 'bytes'>;
  readonly goals: readonly Goal[];
  /** Share of all cores that others took in the rounds that count. */
  readonly share: number | undefined;
}

export function formatRow({ result, workload, goals, share }: Row): string {
  const names = [oursName, ...Object.keys(result.check).filter((name) => name !== oursName)];
  const cells = [
    ['', 'median ms', 'p10', 'p90', 'n', 'GFLOP/s', 'GB/s', 'ratio', 'check'],
    ...names.map((name) => cellsOf(name, result, workload)),
  ];
  const background = share === undefined ? '' : `; others took ${(share * 100).toFixed(1)} % of the processor`;
  return [`${result.name}: ${workload.about}${background}`, ...alignColumns(cells), ...goals.map(goalLine), ''].join(
    '\n',
  );

  function goalLine({ peer, ratio }: Goal): string {
    const reached = result.ratio[peer];
    if (reached === undefined) return `  goal ${ratio} x ${peer}: no ratio`;
    return `  goal ${ratio} x ${peer}: ${reached.toFixed(2)} ${reached >= ratio ? 'reached' : 'MISSED'}`;
  }
}

/** Where our time goes, the slowest first. */
export function formatProfile(times: readonly KernelTime[] | undefined): string {
  if (!times) return '  no profile\n';
  const sorted = [...times].sort((a, b) => b.ms - a.ms);
  const total = sorted.reduce((sum, { ms }) => sum + ms, 0);
  const rows = sorted.map(({ node, kernels, ms, flops, bytes }) => [
    node,
    formatNumber(ms),
    `${((ms / total) * 100).toFixed(1)} %`,
    formatNumber(flops / ms / 1e6),
    formatNumber(bytes / ms / 1e6),
    kernels.join(', '),
  ]);
  const head = [`sum of ${times.length}`, formatNumber(total), '100 %', 'GFLOP/s', 'GB/s', 'kernels'];
  return `${alignColumns([head, ...rows]).join('\n')}\n`;
}

/** Columns of equal width, the first and last to the left, numbers to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => {
    const padded = row.map((cell, column) =>
      column === 0 || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    return `  ${padded.join('  ').trimEnd()}`;
  });
}

/** Three digits, as many of them behind the point as it takes. */
export const formatNumber = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/e.*/, '');

// ---------------------------------------------------------------------------------------------

function cellsOf(name: string, result: Result, { flops, bytes }: Row['workload']): string[] {
  const timing: Timing | undefined = name === oursName ? result.ours : result.peers[name];
  const check: Check | undefined = result.check[name];
  if (!timing) return [name, '-', '-', '-', '-', '-', '-', '-', describeCheck(check)];
  const { medianMs, p10, p90, n } = timing;
  const ratio = name === oursName ? '' : result.ratio[name].toFixed(2);
  const rates = [flops / medianMs / 1e6, bytes / medianMs / 1e6];
  const numbers = [medianMs, p10, p90].map(formatNumber);
  return [name, ...numbers, String(n), ...rates.map(formatNumber), ratio, describeCheck(check)];
}
