/**
 * Convolutions over dense weights as matrix products in blocks: the bodies of `matmul/tiles.ts` with windows for B.
 * The input must carry its padding (`convPad`). Serves Conv and each phase of ConvTranspose, depthwise too.
 */
import bindings from '#shaders/conv/common/bindings.wgsl?raw';
import params from '#shaders/conv/common/params.wgsl?raw';
import places from '#shaders/conv/common/places.wgsl?raw';
import weightsHalf from '#shaders/conv/common/weights_half.wgsl?raw';
import weightsTable from '#shaders/conv/common/weights_table.wgsl?raw';
import weightsVec4 from '#shaders/conv/common/weights_vec4.wgsl?raw';
import windows from '#shaders/conv/common/windows.wgsl?raw';
import aDense from '#shaders/matmul/common/a_dense.wgsl?raw';
import bDense from '#shaders/matmul/common/b_dense.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import type { TileName, TileNumbers } from '../matmul/tiles.ts';
import { tileSource, tiles } from '../matmul/tiles.ts';

/** How weights are read: four at once, 16-bit floats four at once, or one by one through a table. */
export type ConvWeights = 'vec4' | 'half' | 'table';

/** Fields of `Params`, as in shaders/conv/common/params.wgsl. */
export const convParams = {
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
  a_row: 'u32',
  a_group: 'u32',
  biased: 'u32',
} as const;

/** The kernel of a body over a way to read weights; the same object each time it is asked for. */
export function convTile(tile: TileName, weights: ConvWeights): ConvKernel {
  const key = `${tile}_${weights}`;
  const found = kernels.get(key) ?? define(tile, weights);
  kernels.set(key, found);
  return found;
}

export type ConvKernel = ReturnType<typeof define>;

// ---------------------------------------------------------------------------------------------

const kernels = new Map<string, ConvKernel>();

const loaders = {
  vec4: { text: weightsVec4, element: 'vec4<f32>' },
  half: { text: weightsHalf, element: 'vec2<u32>' },
  table: { text: weightsTable, element: 'f32' },
} as const;

function define(name: TileName, weights: ConvWeights) {
  const tile = tiles[name];
  const { text, element } = loaders[weights];
  const constants: TileNumbers = tile.constants;
  return defineKernel({
    name: `conv_${name}_${weights}`,
    source: tileSource(tile, params, bindings, text, aDense, places, windows, bDense),
    constants,
    types: { AElem: [element] },
    params: convParams,
    bindings: { out: 'read_write f32', bias: 'read f32', x: 'read f32', tables: 'read u32', a: 'read AElem' },
    workgroup: tile.workgroup,
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
