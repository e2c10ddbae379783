/** The table of cases: names that others rely on, and goals that name peers there are. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cases, casesNamed } from './index.ts';

test('the rows are there under their names', () => {
  expect(cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'matmul-f32-512',
      'gemv-int4-2048-g32',
      'gemm-int4-128x2048-g32',
      'train-mlp',
      'train-mlp-wasm',
      'train-transformer',
      'train-transformer-wasm',
      'distill-step',
      'distill-step-cached',
    ]),
  );
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every goal names a peer of its case', () => {
  const strangers = cases.flatMap(({ name, peers, goals }) =>
    goals.filter(({ peer }) => !(peer in peers)).map(({ peer }) => `${name}: ${peer}`),
  );
  expect(strangers).toEqual([]);
});

test('one case alone, by name', () => {
  expect(casesNamed('train-mlp').map(({ name }) => name)).toEqual(['train-mlp']);
  expect(() => casesNamed('train')).toThrow('There is no case "train"; the cases are matmul-f32-512');
});

test('the lock file of the peers names no registry', () => {
  expect(readFileSync('bench/package-lock.json', 'utf8')).not.toContain('"resolved"');
});
