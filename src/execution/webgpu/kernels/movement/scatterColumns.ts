/** ScatterElements and ScatterND of wide slices in a fixed order, a thread a column. */

import text from '#shaders/movement/scatter_columns.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import { scatterConstants, scatterParams, scatterSource, scatterTypes } from './scatterUpdates.ts';

export const scatterColumns = defineKernel({
  name: 'scatter_columns',
  source: [...scatterSource, text],
  constants: { WORKGROUP: 32, ...scatterConstants },
  types: scatterTypes,
  params: scatterParams,
  bindings: { indices: 'read i32', updates: 'read Elem', scattered: 'read_write Elem' },
  workgroup: ['WORKGROUP'],
  grid: ({ tuple_inner }, { WORKGROUP }) => [Math.ceil(tuple_inner / WORKGROUP)],
});
