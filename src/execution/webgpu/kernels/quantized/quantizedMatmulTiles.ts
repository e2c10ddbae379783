/**
 * Products of f32 with packed weights of 2 to 8 bits, dequantized in registers: the bodies of `matmul/tiles.ts` with
 * blocks of B unpacked from storage. For one row (split K) and for many. Not for integer activations.
 */
import packed from '#shaders/common/packed.wgsl?raw';
import aDense from '#shaders/matmul/common/a_dense.wgsl?raw';
import aRows from '#shaders/matmul/common/a_rows.wgsl?raw';
import aStrided from '#shaders/matmul/common/a_strided.wgsl?raw';
import finish from '#shaders/matmul/common/finish.wgsl?raw';
import storeScalar from '#shaders/matmul/common/store_scalar.wgsl?raw';
import storeVec4 from '#shaders/matmul/common/store_vec4.wgsl?raw';
import bPacked from '#shaders/quantized/common/b_packed.wgsl?raw';
import params from '#shaders/quantized/common/matmul_params.wgsl?raw';
import quads from '#shaders/quantized/common/packed_quads.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import type { TileName, TileNumbers } from '../matmul/tiles.ts';
import { tileSource, tiles } from '../matmul/tiles.ts';
import { packedConstants } from './packedConstants.ts';

/** Fields of `Params`, as in shaders/quantized/common/matmul_params.wgsl. */
export const quantizedMatmulParams = {
  m: 'u32',
  n: 'u32',
  k: 'u32',
  groups_x: 'u32',
  groups_y: 'u32',
  batches: 'u32',
  a_row: 'u32',
  a_inner: 'u32',
  bias_row: 'u32',
  bias_column: 'u32',
  alpha: 'f32',
  beta: 'f32',
  row_words: 'u32',
  row_scales: 'u32',
  group_size: 'u32',
} as const;

/** The kernel of a body; `aligned` asks rows of A and of the output to be multiples of four. */
export function quantizedMatmulTile(tile: TileName, aligned: boolean): QuantizedMatmulKernel {
  const key = `${tile}_${aligned}`;
  const found = kernels.get(key) ?? define(tile, aligned);
  kernels.set(key, found);
  return found;
}

export type QuantizedMatmulKernel = ReturnType<typeof define>;

// ---------------------------------------------------------------------------------------------

const kernels = new Map<string, QuantizedMatmulKernel>();

function define(name: TileName, aligned: boolean) {
  const tile = tiles[name];
  const [a, store] = aligned ? [aRows, storeVec4] : [aStrided, storeScalar];
  const element = aligned ? 'vec4<f32>' : 'f32';
  const constants: TileNumbers = { ...tile.constants, ...packedConstants };
  return defineKernel({
    name: `quantized_matmul_${name}${aligned ? '' : '_unaligned'}`,
    source: tileSource(tile, params, packed, quads, a, aDense, bPacked, finish, store),
    constants,
    types: { OutElem: [element], AElem: [element] },
    params: quantizedMatmulParams,
    bindings: {
      out: 'read_write OutElem',
      bias: 'read f32',
      a: 'read AElem',
      codes: 'read u32',
      scales: 'read u32',
      zero_points: 'read u32',
    },
    workgroup: tile.workgroup,
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
