/**
 * Dense f32 matrix products in blocks: every body of `tiles.ts` before every layout of A and B. Aligned layouts read
 * four values at once and ask k (and the contiguous extent) to be a multiple of 4; `strided` takes any sizes and any
 * order. B may be 16-bit floats. Not for integers: `matmulInteger.ts`.
 */
import aColumns from '#shaders/matmul/common/a_columns.wgsl?raw';
import aColumnsQuads from '#shaders/matmul/common/a_columns_quads.wgsl?raw';
import aDense from '#shaders/matmul/common/a_dense.wgsl?raw';
import aRows from '#shaders/matmul/common/a_rows.wgsl?raw';
import aRowsQuads from '#shaders/matmul/common/a_rows_quads.wgsl?raw';
import aStrided from '#shaders/matmul/common/a_strided.wgsl?raw';
import bColumns from '#shaders/matmul/common/b_columns.wgsl?raw';
import bColumnsHalf from '#shaders/matmul/common/b_columns_half.wgsl?raw';
import bDense from '#shaders/matmul/common/b_dense.wgsl?raw';
import bRows from '#shaders/matmul/common/b_rows.wgsl?raw';
import bRowsHalf from '#shaders/matmul/common/b_rows_half.wgsl?raw';
import bStrided from '#shaders/matmul/common/b_strided.wgsl?raw';
import bindings from '#shaders/matmul/common/bindings.wgsl?raw';
import finish from '#shaders/matmul/common/finish.wgsl?raw';
import params from '#shaders/matmul/common/params.wgsl?raw';
import storeScalar from '#shaders/matmul/common/store_scalar.wgsl?raw';
import storeVec4 from '#shaders/matmul/common/store_vec4.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import type { TileName, TileNumbers } from './tiles.ts';
import { tileSource, tiles } from './tiles.ts';

/** Layouts whose A four neighbours can load together. */
export type SharedLayout = 'nn' | 'nt' | 'tn';

/**
 * How A and B lie: nn as written, tn with A transposed, nt with B transposed; `strided` is any of them, unaligned. With
 * `quads` four neighbours load A together.
 */
export type MatmulLayout = SharedLayout | `${SharedLayout}_quads` | 'nn_half' | 'nt_half' | 'strided';

/** Fields of `Params`, as in shaders/matmul/common/params.wgsl. */
export const matmulParams = {
  m: 'u32',
  n: 'u32',
  k: 'u32',
  groups_x: 'u32',
  groups_y: 'u32',
  batches: 'u32',
  a_row: 'u32',
  a_inner: 'u32',
  b_inner: 'u32',
  b_column: 'u32',
  bias_row: 'u32',
  bias_column: 'u32',
  alpha: 'f32',
  beta: 'f32',
  batch_rank: 'u32',
  batch_shape: 'array<vec4<u32>, 2>',
  a_batch: 'array<vec4<u32>, 2>',
  b_batch: 'array<vec4<u32>, 2>',
} as const;

/** The kernel of a body over a layout; the same object each time it is asked for. */
export function matmulTile(tile: TileName, layout: MatmulLayout): MatmulKernel {
  const key = `${tile}_${layout}`;
  const found = kernels.get(key) ?? define(tile, layout);
  kernels.set(key, found);
  return found;
}

export type MatmulKernel = ReturnType<typeof define>;

// ---------------------------------------------------------------------------------------------

const kernels = new Map<string, MatmulKernel>();

const vec4 = 'vec4<f32>';
const layouts = {
  nn: { a: aRows, b: bRows, elements: [vec4, vec4] },
  nt: { a: aRows, b: bColumns, elements: [vec4, vec4] },
  tn: { a: aColumns, b: bRows, elements: [vec4, vec4] },
  nn_quads: { a: aRowsQuads, b: bRows, elements: [vec4, vec4] },
  nt_quads: { a: aRowsQuads, b: bColumns, elements: [vec4, vec4] },
  tn_quads: { a: aColumnsQuads, b: bRows, elements: [vec4, vec4] },
  nn_half: { a: aRows, b: bRowsHalf, elements: [vec4, 'vec2<u32>'] },
  nt_half: { a: aRows, b: bColumnsHalf, elements: [vec4, 'vec2<u32>'] },
  strided: { a: aStrided, b: bStrided, elements: ['f32', 'f32'] },
} as const;

function define(name: TileName, layout: MatmulLayout) {
  const tile = tiles[name];
  const { a, b, elements } = layouts[layout];
  const store = layout === 'strided' ? storeScalar : storeVec4;
  const constants: TileNumbers = tile.constants;
  return defineKernel({
    name: `matmul_${name}_${layout}`,
    source: tileSource(tile, params, bindings, a, b, aDense, bDense, finish, store),
    constants,
    types: { OutElem: [layout === 'strided' ? 'f32' : vec4], AElem: [elements[0]], BElem: [elements[1]] },
    params: matmulParams,
    bindings: { out: 'read_write OutElem', bias: 'read f32', a: 'read AElem', b: 'read BElem' },
    workgroup: tile.workgroup,
    needs: layout.endsWith('quads') ? ['subgroups'] : [],
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
