/** What the structure test reads out of a file: imports of every kind, and code without comments. */

import { expect, test } from 'vitest';
import { parseSource } from './sources.ts';

function importsOf(text: string) {
  return parseSource('src/graph/x.ts', text).imports;
}

test.each([
  ["import type { A } from './a.ts';", 'src/graph/a.ts', true],
  ["import { type A } from './a.ts';", 'src/graph/a.ts', true],
  ["import { a, type A } from '../core/a.ts';", 'src/core/a.ts', false],
  ["import './a.ts';", 'src/graph/a.ts', false],
  ["export * from './a.ts';", 'src/graph/a.ts', false],
  ["export type { A } from './a.ts';", 'src/graph/a.ts', true],
  ["const a = await import('./a.ts');", 'src/graph/a.ts', false],
  ["type A = import('./a.ts').A;", 'src/graph/a.ts', true],
  ["import text from '#shaders/matmul/tiled.wgsl?raw';", 'shaders/matmul/tiled.wgsl', false],
  ["import react from 'react';", undefined, false],
])('%s', (text, target, typeOnly) => {
  expect(importsOf(text)).toMatchObject([{ target, typeOnly }]);
});

test('comments are no code', () => {
  const { code } = parseSource('src/graph/x.ts', "// GPUDevice, import('./a.ts')\nconst x = 1; /* fetch( */");
  expect(code).not.toMatch(/GPUDevice|fetch|import/);
  expect(code).toContain('const x = 1;');
});
