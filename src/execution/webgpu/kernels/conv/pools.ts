/** Pools over windows given by tables, forward and backward, and pools over whole planes. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import clearText from '#shaders/conv/clear.wgsl?raw';
import globalPoolText from '#shaders/conv/global_pool.wgsl?raw';
import maxPoolText from '#shaders/conv/max_pool.wgsl?raw';
import maxPoolGradientText from '#shaders/conv/max_pool_gradient.wgsl?raw';
import maxPoolScatterText from '#shaders/conv/max_pool_scatter.wgsl?raw';
import poolSumText from '#shaders/conv/pool_sum.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

const windowParams = { count: 'u32', places: 'u32', taps: 'u32', plane: 'u32' } as const;
const threads = (count: number, perGroup: number): readonly [number] => [Math.ceil(count / perGroup)];

export const maxPool = defineKernel({
  name: 'max_pool',
  source: [indexing, maxPoolText],
  constants: { THREADS: 64, INDICES: 1 },
  types: { Elem: ['f32', 'i32', 'u32'] },
  params: windowParams,
  bindings: { out: 'read_write Elem', indices: 'read_write i32', x: 'read Elem', windows: 'read vec2<u32>' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const poolSum = defineKernel({
  name: 'pool_sum',
  source: [indexing, poolSumText],
  constants: { THREADS: 64, GRADIENT: 0 },
  params: windowParams,
  bindings: { out: 'read_write f32', x: 'read f32', windows: 'read u32', divisors: 'read f32' },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const maxPoolGradient = defineKernel({
  name: 'max_pool_gradient',
  source: [indexing, maxPoolGradientText],
  constants: { THREADS: 64 },
  params: windowParams,
  bindings: { out: 'read_write f32', dy: 'read f32', indices: 'read i32', windows: 'read u32' },
  workgroup: ['THREADS'],
  epilogue: true,
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const maxPoolScatter = defineKernel({
  name: 'max_pool_scatter',
  source: [indexing, maxPoolScatterText],
  constants: { THREADS: 64 },
  params: { count: 'u32' },
  bindings: { out: 'read_write atomic<u32>', dy: 'read f32', indices: 'read i32' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const clear = defineKernel({
  name: 'clear',
  source: [indexing, clearText],
  constants: { THREADS: 64 },
  params: { count: 'u32' },
  bindings: { out: 'read_write u32' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => threads(count, THREADS),
});

export const globalPool = defineKernel({
  name: 'global_pool',
  source: [indexing, globalPoolText],
  constants: { PLANES: 1, LANES: 64, MAX: 0 },
  params: { planes: 'u32', plane: 'u32' },
  bindings: { out: 'read_write f32', x: 'read f32' },
  workgroup: ['PLANES', 'LANES'],
  epilogue: true,
  grid: ({ planes }, { PLANES }) => threads(planes, PLANES),
});
