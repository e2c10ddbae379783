/**
 * Convolutions of f32 with packed weights of 2 to 8 bits, dequantized in registers: the bodies of `matmul/tiles.ts`
 * with unpacked filters for A and windows for B. The input must carry its padding. Not for integer activations.
 */
import packed from '#shaders/common/packed.wgsl?raw';
import places from '#shaders/conv/common/places.wgsl?raw';
import windows from '#shaders/conv/common/windows.wgsl?raw';
import bDense from '#shaders/matmul/common/b_dense.wgsl?raw';
import aPacked from '#shaders/quantized/common/a_packed.wgsl?raw';
import params from '#shaders/quantized/common/conv_params.wgsl?raw';
import quads from '#shaders/quantized/common/packed_quads.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import type { TileName, TileNumbers } from '../matmul/tiles.ts';
import { tileSource, tiles } from '../matmul/tiles.ts';
import { packedConstants } from './packedConstants.ts';

/** The kernel of a body; the same object each time it is asked for. */
export function quantizedConvTile(tile: TileName): QuantizedConvKernel {
  const found = kernels.get(tile) ?? define(tile);
  kernels.set(tile, found);
  return found;
}

export type QuantizedConvKernel = ReturnType<typeof define>;

// ---------------------------------------------------------------------------------------------

const kernels = new Map<TileName, QuantizedConvKernel>();

function define(name: TileName) {
  const tile = tiles[name];
  const constants: TileNumbers = { ...tile.constants, ...packedConstants };
  return defineKernel({
    name: `quantized_conv_${name}`,
    source: tileSource(tile, params, packed, quads, aPacked, places, windows, bDense),
    constants,
    params: {
      m: 'u32',
      n: 'u32',
      k: 'u32',
      groups_x: 'u32',
      groups_y: 'u32',
      batches: 'u32',
      places: 'u32',
      x_image: 'u32',
      x_group: 'u32',
      out_image: 'u32',
      out_channel: 'u32',
      biased: 'u32',
      row_words: 'u32',
      row_scales: 'u32',
      group_size: 'u32',
    },
    bindings: {
      out: 'read_write f32',
      bias: 'read f32',
      x: 'read f32',
      tables: 'read u32',
      codes: 'read u32',
      scales: 'read u32',
      zero_points: 'read u32',
    },
    workgroup: tile.workgroup,
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
