/** Writes the results, and where they were measured, as JSON. */
import { writeFileSync } from 'node:fs';
import type { BenchOptions } from './arguments.ts';
import type { Row } from './measure/table.ts';

/** Adds the share of all cores that others took, by case, to the environment. */
export function writeResults({ json }: BenchOptions, rows: readonly Row[], environment: object): void {
  if (json === undefined) return;
  const background = Object.fromEntries(
    rows.flatMap(({ result, share }) => (share === undefined ? [] : [[result.name, share]])),
  );
  const content = { results: rows.map(({ result }) => result), environment: { ...environment, background } };
  writeFileSync(json, `${JSON.stringify(content, null, 2)}\n`);
}
