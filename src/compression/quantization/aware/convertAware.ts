/**
 * From a network that was trained with FakeQuantize to the one that is stored: packed weights and, where activations are
 * quantized, QuantizeLinear and DequantizeLinear. Both compute the same numbers, since the codes are chosen by the same
 * arithmetic; predictions are measured to say so.
 */
import { invariant } from '../../../core/errors.ts';
import type { Tensors } from '../../../execution/executor.ts';
import type { Graph, Node, PackedStorage, Parameter } from '../../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../../graph/parameterData.ts';
import { removeDeadCode } from '../../../graph/passes/removeDeadCode.ts';
import { sortNodes } from '../../../graph/passes/sortNodes.ts';
import { takenNames } from '../../../graph/passes/uses.ts';
import type { PackedLayout, PackedMatrix } from '../../../tensor/packed.ts';
import { packCodes, packedBytes, roundScale, scaleIndex, symmetricZero } from '../../../tensor/packed.ts';
import { decodeNumbers } from '../../../tensor/tensor.ts';
import { withTrained } from '../../../training/trainingStep.ts';
import { codeOf } from '../clip.ts';
import { createErrorMeter } from '../quantizeMatrix.ts';
import type { QuantizeReport, WeightReport } from '../report.ts';
import type { FakeActivation } from './fakeActivations.ts';
import { addQuantizedPair, gridOfBounds } from './fakeActivations.ts';
import type { Additions, FakeWeight } from './fakeWeights.ts';
import { packedOrder } from './fakeWeights.ts';
import type { AwareModel } from './insertFakeQuantize.ts';

export interface Converted {
  readonly graph: Graph;
  readonly report: QuantizeReport;
}

/** @param states what a run left; the model's own parameters where it left none */
export async function convertAware(model: AwareModel, states: Tensors = {}): Promise<Converted> {
  const trained = withTrained(model.graph, states);
  const parameters = new Map(trained.parameters);
  const reports: WeightReport[] = [];
  const back = new Map<string, string>();
  for (const weight of model.weights) {
    const { parameter, report } = await packed(trained, weight);
    parameters.set(parameter.name, parameter);
    reports.push(report);
    back.set(weight.value, weight.parameter);
  }
  const additions: Additions = { taken: takenNames(trained), parameters, nodes: [] };
  const activations = [];
  for (const activation of model.activations) {
    const grid = await learnedGrid(trained, activation, states);
    back.set(activation.value, addQuantizedPair(activation.source, grid, activation.symmetric, additions));
    const nodes = trained.nodes.filter(({ inputs }) => inputs.includes(activation.value)).map(({ name }) => name);
    activations.push({ value: activation.source, nodes, mode: 'static' as const, ...grid });
  }
  const fakes = new Set([...back.keys()]);
  const nodes = trained.nodes
    .filter(({ outputs }) => !outputs.some((output) => fakes.has(output)))
    .map((node): Node => ({ ...node, inputs: node.inputs.map((name) => back.get(name) ?? name) }));
  const own = new Set(model.activations.flatMap(({ low, high }) => [low, high]));
  const kept = trained.states.filter(({ name }) => !own.has(name) && !name.startsWith('observed_steps'));
  const graph = removeDeadCode(
    sortNodes({ ...trained, parameters, nodes: [...nodes, ...additions.nodes], states: kept }),
  );
  return { graph, report: { weights: reports, activations, left: model.left } };
}

// ---------------------------------------------------------------------------------------------

async function packed(graph: Graph, fake: FakeWeight): Promise<{ parameter: Parameter; report: WeightReport }> {
  const { layout, orientation } = fake;
  const parameter = graph.parameters.get(fake.parameter);
  invariant(parameter, `the weight "${fake.parameter}" has gone`);
  const values = await numbersOf(graph, fake.parameter);
  const rows = orientation === 'rows' ? values : transposeMatrix(values, layout.columns, layout.rows);
  const [scale, ratio] = [await numbersOf(graph, fake.scale), fake.ratio && (await numbersOf(graph, fake.ratio))];
  const learned = scale.map((value, i) => roundScale(Math.fround(ratio ? value * ratio[i] : value), layout.scaleDType));
  const scales = packedOrder(fake, learned);
  const zeros = fake.zero && Uint8Array.from(packedOrder(fake, await numbersOf(graph, fake.zero)));
  const { matrix, maxError, sqnr } = roundOnGrid(rows, layout, scales, zeros || undefined);
  const storage: PackedStorage = { kind: 'packed', layout, orientation, load: async () => matrix };
  const bytes = packedBytes(layout);
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(fake.value));
  const { bits, strategy, symmetric } = layout;
  const report: WeightReport = {
    name: fake.parameter,
    nodes: readers.map(({ name }) => name),
    operator: operatorOf(readers[0]),
    bits,
    strategy,
    symmetric,
    ...(strategy === 'group' ? { groupSize: layout.groupSize } : {}),
    shape: parameter.shape,
    count: values.length,
    bytes,
    bitsPerWeight: ((bytes.codes + bytes.scales + bytes.zeroPoints) * 8) / values.length,
    maxError,
    sqnr,
    fromDequantized: false,
  };
  return { parameter: { ...parameter, storage }, report };
}

/** Packs a matrix on given scales, as FakeQuantize rounds: the quotient in 32 bits, ties to even. */
function roundOnGrid(
  values: Float32Array,
  layout: PackedLayout,
  scales: Float32Array,
  zeroPoints: Uint8Array | undefined,
) {
  const { bits, rows, columns, symmetric } = layout;
  const codes = new Uint8Array(rows * columns);
  const error = createErrorMeter();
  for (let i = 0; i < codes.length; i++) {
    const at = scaleIndex(layout, Math.floor(i / columns), i % columns);
    const zero = zeroPoints ? zeroPoints[at] : symmetricZero(bits);
    codes[i] = codeOf(Math.fround(values[i] / scales[at]), { scale: 1, zero }, bits);
    error.add(values[i], Math.fround(scales[at] * (codes[i] - zero)));
  }
  const packedCodes = packCodes(bits, rows, columns, codes, symmetric ? symmetricZero(bits) : 0);
  const matrix: PackedMatrix = { layout, codes: packedCodes, scales, ...(zeroPoints ? { zeroPoints } : {}) };
  return { matrix, ...error.result() };
}

async function learnedGrid(graph: Graph, activation: FakeActivation, states: Tensors) {
  const { low, high, scale, ratio, symmetric, grid } = activation;
  const stateOf = (name: string | undefined) => (name === undefined ? undefined : states[name]?.data[0]);
  const [least, most] = [stateOf(low), stateOf(high)];
  if (least !== undefined && most !== undefined) return gridOfBounds(Number(least), Number(most), symmetric);
  if (scale === undefined) return gridOfBounds(grid.low, grid.high, symmetric);
  const [base] = await numbersOf(graph, scale);
  const [factor] = ratio === undefined ? [1] : await numbersOf(graph, ratio);
  const own = Math.fround(base * factor);
  return { ...grid, scale: own, low: (grid.low / grid.scale) * own, high: (grid.high / grid.scale) * own };
}

async function numbersOf(graph: Graph, name: string): Promise<Float32Array> {
  const parameter = graph.parameters.get(name);
  invariant(parameter, `the parameter "${name}" has gone`);
  const { dtype, data } = await loadParameter(parameter);
  return Float32Array.from(decodeNumbers(dtype, data));
}

function operatorOf(node: Node | undefined): WeightReport['operator'] {
  if (node?.kind !== 'operator') return 'MatMul';
  const { operator } = node;
  return operator === 'Gemm' || operator === 'Conv' || operator === 'Gather' ? operator : 'MatMul';
}
