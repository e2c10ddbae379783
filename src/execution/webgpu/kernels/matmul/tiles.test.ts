/** Kernels that are made of a tile body and loaders: each combination agrees with its text, and grids cover products. */

import { describe, expect, test } from 'vitest';
import { portableMinimum } from '../../capabilities.ts';
import { checkKernel } from '../checkKernel.ts';
import { convTile } from '../conv/convTiles.ts';
import { weightGradientTile } from '../conv/weightGradientTiles.ts';
import type { Kernel } from '../defineKernel.ts';
import { integerConvTile, integerMatmulTile, integerTileNames } from '../quantized/integerTiles.ts';
import { quantizedConvTile } from '../quantized/quantizedConvTiles.ts';
import { quantizedMatmulTile } from '../quantized/quantizedMatmulTiles.ts';
import type { MatmulLayout } from './matmulTiles.ts';
import { matmulTile } from './matmulTiles.ts';
import { tileChoices } from './tileChoice.ts';
import type { TileName } from './tiles.ts';
import { tileGroups, tiles } from './tiles.ts';

const names = Object.keys(tiles) as TileName[];
const quads = ['nn_quads', 'nt_quads', 'tn_quads'] as const;
const layouts: readonly MatmulLayout[] = ['nn', 'nt', 'tn', ...quads, 'nn_half', 'nt_half', 'strided'];
const dots = ['packed', 'unpacked'] as const;
const kernels: readonly Kernel[] = [
  ...names.flatMap((name) => layouts.map((layout) => matmulTile(name, layout))),
  ...names.flatMap((name) => (['vec4', 'half', 'table'] as const).map((weights) => convTile(name, weights))),
  ...names.filter((name) => name !== 'row').map((name) => weightGradientTile(name)),
  ...names.flatMap((name) => [true, false].map((aligned) => quantizedMatmulTile(name, aligned))),
  ...names.map((name) => quantizedConvTile(name)),
  ...integerTileNames.flatMap((name) =>
    dots.flatMap((dot) => [integerMatmulTile(name, dot), integerConvTile(name, dot)]),
  ),
];

test.each(kernels.map((kernel) => [kernel.name, kernel] as const))('%s agrees with its text', (_, kernel) => {
  expect(checkKernel(kernel)).toEqual([]);
});

test('names are their own', () => {
  expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
});

test('shared tiles fit the portable minimum of workgroup memory and threads', () => {
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup } = portableMinimum.limits;
  for (const { name, text, workgroup } of Object.values(tiles)) {
    const vectors = [...text.matchAll(/var<workgroup> \w+: array<vec4<f32>, (\d+)>/g)].map(([, count]) =>
      Number(count),
    );
    expect(
      vectors.reduce((sum, count) => sum + 16 * count, 0),
      name,
    ).toBeLessThanOrEqual(maxComputeWorkgroupStorageSize);
    const threads = workgroup.map((size) => Number(tiles[name].constants[size] ?? size));
    expect(
      threads.reduce((a, b) => a * b, 1),
      name,
    ).toBeLessThanOrEqual(maxComputeInvocationsPerWorkgroup);
  }
});

describe('which body is tried first', () => {
  const software = { ...portableMinimum, software: true };
  const first = (m: number, n: number, k: number, capabilities = portableMinimum) =>
    tileChoices({ m, n, k, batches: 1 }, capabilities)[0]?.name;

  test('one row splits K on a GPU, not on a software adapter', () => {
    expect(first(1, 2048, 2048)).toBe('row.16x16');
    expect(first(1, 2048, 2048, software)).toBe('row.16x1');
  });

  test('large products take the largest tile', () => {
    expect(first(4096, 4096, 1024)).toBe('shared_128');
    expect(first(512, 512, 512, software)).toBe('16x16.4x4');
  });

  test('narrow products do not leave lanes idle on a software adapter', () => {
    expect(first(128, 10, 128, software)).toBe('4x4.1x16');
  });

  test('every body is offered once', () => {
    const offered = tileChoices({ m: 64, n: 64, k: 64, batches: 1 }, portableMinimum).map(({ name }) => name);
    expect(new Set(offered).size).toBe(offered.length);
  });
});

test('groups cover a product with a rest', () => {
  expect(tileGroups(tiles['16x8'], 65, 129, { WX: 8, WY: 4 })).toEqual({ groups_x: 3, groups_y: 2 });
  expect(tileGroups(tiles.shared_64, 65, 129)).toEqual({ groups_x: 3, groups_y: 2 });
  expect(tileGroups(tiles.row, 3, 65, { COLUMNS: 4, SLICES: 2 })).toEqual({ groups_x: 5, groups_y: 3 });
});
