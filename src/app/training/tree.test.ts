/** The tree of runs: rows without crossings, whatever order records come in, and whatever is missing of them. */
import { expect, test } from 'vitest';
import type { TreeRun } from './tree.ts';
import { branchPath, treeOf } from './tree.ts';

const run = (name: string, parent?: [string, number]): TreeRun => ({
  run: name,
  name,
  step: 100,
  of: 100,
  status: 'done',
  ...(parent ? { parent: { run: parent[0], step: parent[1] } } : {}),
});

const RUNS = [run('c', ['a', 40]), run('other'), run('a'), run('b', ['a', 80]), run('d', ['c', 60])];

test('a tree holds one root and all that grew from it', () => {
  const rows = treeOf(RUNS, 'd').map(({ run: id, row, leaves }) => [id, row, leaves?.row, leaves?.step]);
  expect(rows).toEqual([
    ['a', 0, undefined, undefined],
    ['b', 1, 0, 80],
    ['c', 2, 0, 40],
    ['d', 3, 2, 60],
  ]);
  expect(treeOf(RUNS, 'other').map(({ run: id }) => id)).toEqual(['other']);
});

test('a parent that was deleted makes its branch a root; an unknown run has no tree', () => {
  expect(treeOf([run('b', ['gone', 10])], 'b')).toMatchObject([{ run: 'b', leaves: null }]);
  expect(treeOf(RUNS, 'unknown')).toEqual([]);
});

test('a stroke falls from its step and never runs backwards', () => {
  expect(branchPath(10, 0, 18, 50, 9)).toBe('M10 0Q19 0 19 9V9Q19 18 28 18H50');
  expect(branchPath(10, 0, 18, 12, 9)).toContain('H28');
});
