/**
 * The norm over many tensors: a dispatch of sums for each, which the compiler makes one where they can lie end to end,
 * and a last one that makes norm and factor of them.
 */
import type { BufferRef } from '../../bufferRef.ts';
import { bytesOfRef } from '../../bufferRef.ts';
import { globalNorm, squareSums } from '../../kernels/training/globalNorm.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';

export function lowerGlobalNorm(context: LoweringContext): void {
  const sources = context.node.inputs.map((_, i) => context.input(i));
  const { table, calls } = piecesOf(sources, context.capabilities.limits.minStorageBufferOffsetAlignment);
  const count = table.length / 2;
  const key = `pieces ${table.join()}`;
  const pieces = context.constant(key, { element: 'u32', count: table.length, load: async () => table });
  const sums = context.scratch('f32', count, 'sums of squares');
  const emitSums = (LANES: number) =>
    sources.forEach((source, i) => {
      context.emit(squareSums, { constants: { LANES }, params: calls[i], bindings: { source, pieces, sums } });
    });
  const together = { name: 'square_sums.64', emit: () => emitSums(64) };
  const alone = { name: 'square_sums.1', emit: () => emitSums(1) };
  const { software } = context.capabilities;
  context.choose('square_sums', shapeClass({ pieces: count }), software ? [alone, together] : [together, alone]);
  context.emit(globalNorm, {
    constants: { WORKGROUP: software ? 1 : 128 },
    params: { count, most: context.float('most') },
    bindings: { sums, norm: context.output(0), factor: outputOr(context, 1) },
  });
}

// ---------------------------------------------------------------------------------------------

/** Elements of a piece: enough for a workgroup, few enough that many of them share a large tensor. */
const pieceLength = 1024;

interface Call {
  readonly count: number;
  readonly start: number;
  readonly base: number;
}

/** Where the pieces of buffers lie, were these laid end to end: (first vector, elements) of each; and whose they are. */
function piecesOf(sources: readonly BufferRef[], alignment: number): { table: Uint32Array; calls: readonly Call[] } {
  const table: number[] = [];
  const calls: Call[] = [];
  let base = 0;
  for (const source of sources) {
    const start = table.length / 2;
    for (let at = 0; at < source.count; at += pieceLength)
      table.push(base + at / 4, Math.min(pieceLength, source.count - at));
    calls.push({ count: table.length / 2 - start, start, base });
    base += (Math.ceil(bytesOfRef(source) / alignment) * alignment) / 16;
  }
  return { table: Uint32Array.from(table), calls };
}

const outputOr = (context: LoweringContext, index: number): BufferRef =>
  context.node.outputs[index] ? context.output(index) : context.scratch('f32', 1, `output ${index}`);
