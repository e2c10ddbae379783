/**
 * The command line: `npm run bench -- --json FILE [--only NAME] [--rounds N] [--patience MINUTES] [--node] [--profile]
 * [--software] [--against PEER]`.
 */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Where results are written; nowhere when left out. */
  readonly json: string | undefined;
  readonly only: string | undefined;
  readonly rounds: number;
  /** Minutes for which rounds that others disturbed are repeated, all cases together. */
  readonly patience: number;
  /** Our kernels in Node on Dawn, without a browser and without peers. */
  readonly node: boolean;
  /** Shows our time by kernel. */
  readonly profile: boolean;
  /** Uses the software adapter even where there is a GPU. */
  readonly software: boolean;
  /** The one peer that takes part; all of them when left out. */
  readonly against: string | undefined;
}

const defaultRounds = 9;
/** Keeps a whole run below ten minutes. */
const defaultPatience = 3;

/** @throws Error naming an option that is not known, or what is wrong with its value */
export function parseArguments(words: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      patience: { type: 'string' },
      node: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      software: { type: 'boolean', default: false },
      against: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds ?? defaultRounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is "${values.rounds}"; it must be a whole number from 1.`);
  const patience = Number(values.patience ?? defaultPatience);
  if (!(patience >= 0)) throw new Error(`--patience is "${values.patience}"; it must be a number of minutes.`);
  return { ...values, json: values.json, only: values.only, against: values.against, rounds, patience };
}
