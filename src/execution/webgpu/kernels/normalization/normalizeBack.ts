/** Gradients of layer and RMS normalization: rows by threads or by workgroups, then the columns of scale and bias. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import width1 from '#shaders/common/width_1.wgsl?raw';
import width4 from '#shaders/common/width_4.wgsl?raw';
import total from '#shaders/common/workgroup_total.wgsl?raw';
import columnsText from '#shaders/normalization/normalize_back_columns.wgsl?raw';
import groupText from '#shaders/normalization/normalize_back_group.wgsl?raw';
import rowText from '#shaders/normalization/normalize_back_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

/** Elements of a vector. */
export type Width = 1 | 4;

const widths = { 1: width1, 4: width4 } as const;
const elements = { 1: 'f32', 4: 'vec4<f32>' } as const;
const params = { count: 'u32', length: 'u32', epsilon: 'f32' } as const;
const bindings = {
  arriving: 'read Elem',
  source: 'read Elem',
  scale: 'read Elem',
  result: 'read_write Elem',
  moments: 'read_write vec2<f32>',
} as const;

/** A thread a row, or a workgroup. */
const byRow = (width: Width) => overRows('row', width, [indexing, widths[width], rowText]);
const byGroup = (width: Width) => overRows('group', width, [indexing, widths[width], total, groupText]);

function overRows(way: 'row' | 'group', width: Width, source: readonly string[]) {
  return defineKernel({
    name: `normalize_back_${way}_${width}`,
    source,
    constants: { WORKGROUP: 64, CENTRED: 1, BACK: 1 },
    types: { Elem: [elements[width]], ...(way === 'group' && { Total: ['vec2<f32>'] }) },
    params,
    bindings,
    workgroup: ['WORKGROUP'],
    epilogue: true,
    grid: ({ count }, { WORKGROUP }) => [way === 'row' ? Math.ceil(count / WORKGROUP) : count],
  });
}

const byColumn = (width: Width) =>
  defineKernel({
    name: `normalize_back_columns_${width}`,
    source: [indexing, columnsText],
    constants: { COLUMNS: 16, SLICES: 16, BIAS: 1 },
    types: { Elem: [elements[width]] },
    params: { count: 'u32', length: 'u32' },
    bindings: {
      arriving: 'read Elem',
      source: 'read Elem',
      moments: 'read vec2<f32>',
      to_scale: 'read_write Elem',
      to_bias: 'read_write Elem',
    },
    workgroup: ['COLUMNS', 'SLICES'],
    grid: ({ length }, { COLUMNS }) => [Math.ceil(length / COLUMNS)],
  });

export const normalizeBackRow = { 1: byRow(1), 4: byRow(4) } as const;
export const normalizeBackGroup = { 1: byGroup(1), 4: byGroup(4) } as const;
export const normalizeBackColumns = { 1: byColumn(1), 4: byColumn(4) } as const;
