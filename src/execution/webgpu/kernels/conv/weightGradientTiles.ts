/** The gradient of a convolution's weight as matrix products over slices of the batch, and the sum of the slices. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import operands from '#shaders/conv/common/weight_gradient.wgsl?raw';
import sumText from '#shaders/conv/sum_slices.wgsl?raw';
import aDense from '#shaders/matmul/common/a_dense.wgsl?raw';
import bDense from '#shaders/matmul/common/b_dense.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import type { TileName, TileNumbers } from '../matmul/tiles.ts';
import { tileSource, tiles } from '../matmul/tiles.ts';

/** The kernel of a body; the same object each time it is asked for. */
export function weightGradientTile(tile: TileName): WeightGradientKernel {
  const found = kernels.get(tile) ?? define(tile);
  kernels.set(tile, found);
  return found;
}

export type WeightGradientKernel = ReturnType<typeof define>;

export const sumSlices = defineKernel({
  name: 'sum_slices',
  source: [indexing, sumText],
  constants: { THREADS: 64 },
  params: { count: 'u32', slices: 'u32' },
  bindings: { out: 'read_write f32', partial: 'read f32' },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => [Math.ceil(count / THREADS)],
});

// ---------------------------------------------------------------------------------------------

const kernels = new Map<TileName, WeightGradientKernel>();

function define(name: TileName) {
  const tile = tiles[name];
  const constants: TileNumbers = tile.constants;
  return defineKernel({
    name: `conv_weight_gradient_${name}`,
    source: tileSource(tile, operands, aDense, bDense),
    constants,
    params: {
      m: 'u32',
      n: 'u32',
      k: 'u32',
      groups_x: 'u32',
      groups_y: 'u32',
      batches: 'u32',
      slices: 'u32',
      last_k: 'u32',
      dy_slice: 'u32',
      x_slice: 'u32',
      dy_group: 'u32',
      x_group: 'u32',
      dy_channel: 'u32',
    },
    bindings: { out: 'read_write f32', dy: 'read f32', x: 'read f32', tables: 'read u32' },
    workgroup: tile.workgroup,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
