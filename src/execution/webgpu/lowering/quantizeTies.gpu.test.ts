/**
 * Codes at ties on WebGPU, bit for bit as on the reference: a quotient that is a unit in the last place off would show.
 * Values are chosen so that x / scale lies on, just above or just below half of an odd number.
 */
import { createRandom } from '../../../core/random.ts';
import { createBuilder } from '../../../graph/builder.ts';
import { parameterFrom } from '../../../graph/graph.ts';
import { integerRange } from '../../../tensor/dtype.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { ParityCase } from '../../../testing/parity.ts';
import { describeParity } from '../../../testing/parity.ts';

const random = createRandom(17);

/** A float moved by some units in the last place. */
function nudged(value: number, units: number): number {
  const bits = new Int32Array(Float32Array.of(value).buffer);
  bits[0] += units;
  return new Float32Array(bits.buffer)[0] ?? value;
}

/** Values around every tie between two codes of a range, each with its neighbours, and a few anywhere. */
function valuesAroundTies(scale: number, low: number, high: number): number[] {
  const ties = Array.from({ length: high - low }, (_, i) => (low + i + 0.5) * scale);
  const near = ties.flatMap((tie) => [-2, -1, 0, 1, 2].map((units) => nudged(tie, units)));
  return [...near, 0, -0, 1e30, -1e30, ...Array.from({ length: 100 }, () => (high - low) * scale * random.normal())];
}

function ties(dtype: 'i8' | 'u8' | 'i4' | 'u4', scale: number, zero: number): ParityCase {
  const [low, high] = integerRange[dtype];
  const x = valuesAroundTies(Math.fround(scale), low - zero - 2, high - zero + 2);
  const builder = createBuilder();
  const names = [
    builder.input('x', 'f32', [x.length]),
    builder.parameter(parameterFrom('scale', tensorFrom('f32', [], [scale]))),
    builder.parameter(parameterFrom('zero', tensorFrom(dtype, [], [zero]))),
  ];
  const codes = builder.add('QuantizeLinear', names);
  const graph = builder.build([codes, builder.add('DequantizeLinear', [codes, ...names.slice(1)])]);
  const inputs = { x: tensorFrom('f32', [x.length], x) };
  return { about: `${dtype}, scale ${scale}, zero point ${zero}`, graph, inputs, tolerance: 'exact' };
}

const anyScale = () => 10 ** (6 * random.uniform() - 5);

describeParity('codes at ties', [
  ...Array.from({ length: 12 }, () => ties('i8', anyScale(), 0)),
  ...Array.from({ length: 12 }, () => ties('u8', anyScale(), random.integer(256))),
  ties('u8', 1, 0),
  ties('u8', 0.25, 128),
  ties('i4', anyScale(), 0),
  ties('u4', anyScale(), 7),
]);
