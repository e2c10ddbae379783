/**
 * Products of int8 activations with 8-bit weights, summed in 32 bits (W8A8): matrix products and convolutions over
 * the same bodies, with the packed dot product of the language or without. Activations come from `activations.ts`.
 */
import indexing from '#shaders/common/indexing.wgsl?raw';
import places from '#shaders/conv/common/places.wgsl?raw';
import finish from '#shaders/matmul/common/finish.wgsl?raw';
import storeScalar from '#shaders/matmul/common/store_scalar.wgsl?raw';
import dotPacked from '#shaders/quantized/common/dot_packed.wgsl?raw';
import dotUnpacked from '#shaders/quantized/common/dot_unpacked.wgsl?raw';
import convOperands from '#shaders/quantized/common/integer_conv.wgsl?raw';
import matmulOperands from '#shaders/quantized/common/integer_matmul.wgsl?raw';
import tile4x4 from '#shaders/quantized/common/tile_integer_4x4.wgsl?raw';
import tile8x8 from '#shaders/quantized/common/tile_integer_8x8.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export type IntegerTileName = '4x4' | '8x8';

export const integerTiles = {
  '4x4': { text: tile4x4, rows: 4, columns: 4 },
  '8x8': { text: tile8x8, rows: 8, columns: 8 },
} as const;

/** The larger first. */
export const integerTileNames: readonly IntegerTileName[] = ['8x8', '4x4'];

/** Four bytes at once by `dot4I8Packed`, or taken apart. */
export type Dots = 'packed' | 'unpacked';

/** The kernel of a body; the same object each time it is asked for. */
export function integerMatmulTile(tile: IntegerTileName, dots: Dots): IntegerMatmulKernel {
  const key = `${tile} ${dots}`;
  const found = matmulKernels.get(key) ?? defineMatmul(tile, dots);
  matmulKernels.set(key, found);
  return found;
}

export function integerConvTile(tile: IntegerTileName, dots: Dots): IntegerConvKernel {
  const key = `${tile} ${dots}`;
  const found = convKernels.get(key) ?? defineConv(tile, dots);
  convKernels.set(key, found);
  return found;
}

export type IntegerMatmulKernel = ReturnType<typeof defineMatmul>;
export type IntegerConvKernel = ReturnType<typeof defineConv>;

// ---------------------------------------------------------------------------------------------

const matmulKernels = new Map<string, IntegerMatmulKernel>();
const convKernels = new Map<string, IntegerConvKernel>();

const dotsOf = {
  packed: { text: dotPacked, needs: ['packed-dot'], suffix: '' },
  unpacked: { text: dotUnpacked, needs: [], suffix: '_unpacked' },
} as const;

function defineMatmul(tile: IntegerTileName, dots: Dots) {
  const { text, needs, suffix } = dotsOf[dots];
  return defineKernel({
    name: `integer_matmul_${tile}${suffix}`,
    source: [indexing, matmulOperands, text, finish, storeScalar, integerTiles[tile].text],
    constants: { WX: 8, WY: 4, HALF_SCALES: 1 },
    types: { OutElem: ['f32'] },
    params: {
      m: 'u32',
      n: 'u32',
      k: 'u32',
      groups_x: 'u32',
      groups_y: 'u32',
      batches: 'u32',
      a_row: 'u32',
      b_row: 'u32',
      dynamic: 'u32',
      row_scales: 'u32',
      group_size: 'u32',
      zero: 'i32',
      bias_row: 'u32',
      bias_column: 'u32',
      alpha: 'f32',
      beta: 'f32',
    },
    bindings: {
      out: 'read_write OutElem',
      bias: 'read f32',
      a: 'read vec4<u32>',
      b: 'read vec4<u32>',
      scales: 'read u32',
      facts: 'read u32',
    },
    workgroup: ['WX', 'WY'],
    needs,
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}

function defineConv(tile: IntegerTileName, dots: Dots) {
  const { text, needs, suffix } = dotsOf[dots];
  return defineKernel({
    name: `integer_conv_${tile}${suffix}`,
    source: [indexing, convOperands, places, text, integerTiles[tile].text],
    constants: { WX: 8, WY: 4 },
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
      group_size: 'u32',
      x_scale_step: 'u32',
      zero: 'i32',
      biased: 'u32',
    },
    bindings: {
      out: 'read_write f32',
      bias: 'read f32',
      x: 'read u32',
      x_scale: 'read f32',
      tables: 'read u32',
      weights: 'read vec4<u32>',
      weight_facts: 'read vec2<u32>',
    },
    workgroup: ['WX', 'WY'],
    needs,
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
