/** The command line of the benchmark. */
import { expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';

test('everything has a default', () => {
  expect(parseArguments([])).toEqual({
    json: undefined,
    only: undefined,
    rounds: 9,
    patience: 3,
    node: false,
    profile: false,
    software: false,
    against: undefined,
  });
});

test('takes file, case, rounds and mode', () => {
  const options = parseArguments(['--json', 'out.json', '--only', 'train-mlp', '--rounds', '3', '--node']);
  expect(options).toMatchObject({ json: 'out.json', only: 'train-mlp', rounds: 3, node: true });
});

test('refuses what it does not know', () => {
  expect(() => parseArguments(['--rounds', 'many'])).toThrow('--rounds is "many"; it must be a whole number from 1.');
  expect(() => parseArguments(['--patience', 'much'])).toThrow('--patience is "much"; it must be a number of minutes.');
  expect(() => parseArguments(['--quick'])).toThrow('--quick');
});
