/** The command line: `npm run bench -- --json FILE [--only NAME] [--rounds N] [--node] [--profile] [--software]`. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Where results are written; nowhere when left out. */
  readonly json: string | undefined;
  readonly only: string | undefined;
  readonly rounds: number;
  /** Our kernels in Node on Dawn, without a browser and without peers. */
  readonly node: boolean;
  /** Shows our time by kernel. */
  readonly profile: boolean;
  /** Uses the software adapter even where there is a GPU. */
  readonly software: boolean;
}

const defaultRounds = 9;

/** @throws Error naming an option that is not known, or what is wrong with its value */
export function parseArguments(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      node: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      software: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds ?? defaultRounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is "${values.rounds}"; it must be a whole number from 1.`);
  return { ...values, json: values.json, only: values.only, rounds };
}
