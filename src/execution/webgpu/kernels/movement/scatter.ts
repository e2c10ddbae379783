/** ScatterElements and ScatterND in a fixed order, for few updates. */

import text from '#shaders/movement/scatter.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import { scatterConstants, scatterParams, scatterSource, scatterTypes } from './scatterUpdates.ts';

export const scatter = defineKernel({
  name: 'scatter',
  source: [...scatterSource, text],
  constants: { WORKGROUP: 64, ...scatterConstants },
  types: scatterTypes,
  params: scatterParams,
  bindings: { indices: 'read i32', updates: 'read Elem', scattered: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
});
