/** Packed and 16-bit weights at operators that read them row by row or know nothing of them. */
import { createBuilder } from '../../../graph/builder.ts';
import type { Parameter } from '../../../graph/graph.ts';
import { denseStorage } from '../../../graph/graph.ts';
import { toHalf } from '../../../tensor/half.ts';
import type { PackedBits } from '../../../tensor/packed.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import { packedParameter } from '../../../testing/packedWeights.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

/** Gather reads the packed rows; Neg and Transpose get them dequantized. */
function reading(about: string, weight: Parameter): ParityCase {
  const builder = createBuilder();
  const [w, i] = [builder.parameter(weight), builder.input('i', 'i64', [2, 3])];
  const graph = builder.build([builder.add('Gather', [w, i]), builder.add('Neg', [w]), builder.add('Transpose', [w])]);
  return { about, graph, inputs: { i: tensorFrom('i64', [2, 3], [0, 6, 3, -1, 2, 2]) }, tolerance: 'f32' };
}

const widths: readonly PackedBits[] = [2, 3, 4, 5, 6, 7, 8];
const strategies = ['tensor', 'channel', 'group'] as const;

describeParity('packed weights read by rows', [
  ...widths.flatMap((bits) =>
    strategies.flatMap((strategy) =>
      [true, false].map((symmetric) =>
        reading(
          `${bits} bits, ${strategy}, ${symmetric ? 'symmetric' : 'asymmetric'}`,
          packedParameter('w', [7, 45], {
            bits,
            strategy,
            symmetric,
            groupSize: 16,
            scaleDType: symmetric ? 'f16' : 'f32',
            orientation: 'rows',
          }),
        ),
      ),
    ),
  ),
  reading(
    'transposed',
    packedParameter('w', [45, 7], {
      bits: 4,
      strategy: 'group',
      symmetric: true,
      groupSize: 16,
      scaleDType: 'f16',
      orientation: 'columns',
    }),
  ),
  reading('16-bit floats', {
    name: 'w',
    dtype: 'f32',
    shape: [7, 3],
    storage: denseStorage(
      'f16',
      Uint16Array.from({ length: 21 }, (_, i) => toHalf(i / 3 - 2)),
    ),
  }),
]);
