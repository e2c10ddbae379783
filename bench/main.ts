/**
 * Measures Decant beside the libraries that do the same, or its kernels by themselves in Node. How: `README.md`.
 * Run by `npm run bench -- --json FILE`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setUpDependencies } from '../scripts/setup.mjs';
import type { BenchOptions } from './arguments.ts';
import { parseArguments } from './arguments.ts';
import { runInBrowser } from './browser/runInBrowser.ts';
import { casesNamed } from './cases/index.ts';
import { describeMachine } from './environment.ts';
import type { Row } from './measure/table.ts';

const options = parseArguments(process.argv.slice(2));
await runBeside(options);

// ---------------------------------------------------------------------------------------------

async function runBeside(options: BenchOptions): Promise<void> {
  const cases = casesNamed(options.only);
  setUpDependencies(fileURLToPath(new URL('.', import.meta.url)));
  const machine = describeMachine();
  const { rows, failed, browser, page } = await runInBrowser(cases, options);
  const background = backgroundOf(rows);
  write(options, rows, { ...machine, browser, ...page, background, failed });
  if (Object.keys(failed).length > 0) process.exitCode = 1;
}

/** The share of all cores that others took, by case. */
function backgroundOf(rows: readonly Row[]): Record<string, number> {
  return Object.fromEntries(rows.flatMap(({ result, share }) => (share === undefined ? [] : [[result.name, share]])));
}

function write({ json }: BenchOptions, rows: readonly Row[], environment: object): void {
  if (json === undefined) return;
  const content = { results: rows.map(({ result }) => result), environment };
  writeFileSync(json, `${JSON.stringify(content, null, 2)}\n`);
}
