/** ScatterElements and ScatterND by compare and exchange, for many updates. */

import text from '#shaders/movement/scatter_atomic.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import { scatterConstants, scatterParams, scatterSource, scatterTypes } from './scatterUpdates.ts';

export const scatterAtomic = defineKernel({
  name: 'scatter_atomic',
  source: [...scatterSource, text],
  constants: { WORKGROUP: 64, ...scatterConstants },
  types: scatterTypes,
  params: scatterParams,
  bindings: { indices: 'read i32', updates: 'read Elem', scattered: 'read_write atomic<u32>' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
