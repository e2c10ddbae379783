/** One row of f32 times packed weights of 2 to 8 bits. For many rows: `quantizedMatmulTiles.ts`. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import packed from '#shaders/common/packed.wgsl?raw';
import aRows from '#shaders/matmul/common/a_rows.wgsl?raw';
import aStrided from '#shaders/matmul/common/a_strided.wgsl?raw';
import finish from '#shaders/matmul/common/finish.wgsl?raw';
import storeScalar from '#shaders/matmul/common/store_scalar.wgsl?raw';
import storeVec4 from '#shaders/matmul/common/store_vec4.wgsl?raw';
import bPacked from '#shaders/quantized/common/b_packed.wgsl?raw';
import params from '#shaders/quantized/common/matmul_params.wgsl?raw';
import quads from '#shaders/quantized/common/packed_quads.wgsl?raw';
import text from '#shaders/quantized/quantized_row.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';
import { packedConstants } from './packedConstants.ts';
import { quantizedMatmulParams } from './quantizedMatmulTiles.ts';

/** Columns that one thread sums. */
export const columnsPerThread = 8;

export const quantizedRow = define('quantized_row', 'vec4<f32>', aRows, storeVec4);
/** For rows and columns that are not multiples of four. */
export const quantizedRowUnaligned = define('quantized_row_unaligned', 'f32', aStrided, storeScalar);

// ---------------------------------------------------------------------------------------------

function define(name: string, element: 'vec4<f32>' | 'f32', a: string, store: string) {
  return defineKernel({
    name,
    source: [indexing, params, packed, quads, a, bPacked, finish, store, text],
    constants: { COLUMNS: 16, SLICES: 16, STEP: 32, ...packedConstants },
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
    workgroup: ['COLUMNS', 'SLICES'],
    epilogue: true,
    grid: ({ groups_x, groups_y, batches }) => [groups_x * groups_y * batches],
  });
}
