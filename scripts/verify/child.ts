/** Programs of the project run beside this one, as a person would run them. */
import type { SpawnSyncReturns } from 'node:child_process';
import { spawnSync } from 'node:child_process';

/** This program runs as a Vite module, which sets NODE_ENV for itself; others decide for themselves. */
export function ownEnvironment(changes: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NODE_ENV: _vite, ...env } = process.env;
  return { ...env, ...changes };
}

/** Runs a Node program to its end and keeps what it prints. */
export function runProgram(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, args, { env: ownEnvironment(changes), encoding: 'utf8', maxBuffer: 2 ** 28 });
}
