/**
 * Weight-only quantization as a rewrite: chosen weights get packed storage (2 to 8 bits) or 16-bit storage; nodes and
 * shapes stay. It streams: one tensor is read, rounded and packed at a time.
 */
import { GraphError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import { createProgressReporter, throwIfAborted, yieldToEventLoop } from '../../core/task.ts';
import type { Graph, PackedStorage, Parameter } from '../../graph/graph.ts';
import { denseStorage } from '../../graph/graph.ts';
import { loadParameter, transposeMatrix } from '../../graph/parameterData.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import { fromHalf, toHalf } from '../../tensor/half.ts';
import type { PackedLayout } from '../../tensor/packed.ts';
import { packedBytes } from '../../tensor/packed.ts';
import { formatShape } from '../../tensor/shape.ts';
import { decodeNumbers } from '../../tensor/tensor.ts';
import type { HalfWeightOptions, IntegerWeightOptions, QuantizeOptions, WeightOptions } from './options.ts';
import { createErrorMeter, quantizeMatrix } from './quantizeMatrix.ts';
import type { WeightReport } from './report.ts';
import { selectWeights } from './select.ts';

export interface QuantizedWeights {
  readonly graph: Graph;
  readonly weights: readonly WeightReport[];
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * @throws GraphError `graph/not-finite` naming a weight that holds NaN or infinity
 * @throws RecipeError when a target or an exception names nothing
 */
export async function quantizeWeights(
  graph: Graph,
  options: QuantizeOptions & { readonly weights: WeightOptions },
  task: TaskOptions = {},
): Promise<QuantizedWeights> {
  const { fit, unfit } = findWeights(graph);
  const { chosen, left } = selectWeights(fit, options);
  const reasons = [
    ...left.map(({ weight, reason }) => ({ name: weight.parameter.name, reason })),
    ...unfit.map(({ parameter, reason }) => ({ name: parameter.name, reason })),
  ];
  const parameters = new Map(graph.parameters);
  const reports: WeightReport[] = [];
  const progress = createProgressReporter('quantizing weights', chosen.length, task.onProgress);
  for (const [index, weight] of chosen.entries()) {
    throwIfAborted(task.signal);
    const reason = reasonToKeep(weight.parameter, options);
    if (reason !== undefined) reasons.push({ name: weight.parameter.name, reason });
    else {
      const { parameter, report } = await quantizeWeight(weight, options.weights);
      parameters.set(parameter.name, parameter);
      reports.push(report);
    }
    progress(index + 1);
    await yieldToEventLoop();
  }
  return { graph: { ...graph, parameters }, weights: reports, left: reasons };
}

// ---------------------------------------------------------------------------------------------

interface Quantized {
  readonly parameter: Parameter;
  readonly report: WeightReport;
}

function reasonToKeep({ storage }: Parameter, { requantize, weights }: QuantizeOptions): string | undefined {
  if (storage.kind === 'packed' && !requantize)
    return `it is packed in ${storage.layout.bits} bits already; ask for requantizing to round its dequantized values again`;
  if (weights?.bits === 16 && storage.kind === 'dense' && storage.dtype === 'f16')
    return 'it is stored in 16 bits already';
  return undefined;
}

async function quantizeWeight(weight: Weight, options: WeightOptions): Promise<Quantized> {
  const { parameter } = weight;
  const loaded = await loadParameter(parameter);
  const values = Float32Array.from(decodeNumbers(loaded.dtype, loaded.data));
  checkFinite(parameter, values);
  return options.bits === 16 ? toHalfStorage(weight, values, options) : toPackedStorage(weight, values, options);
}

function toPackedStorage(weight: Weight, values: Float32Array, options: IntegerWeightOptions): Quantized {
  const { parameter, orientation, rows, columns } = weight;
  const layout = layoutOf(weight, options);
  const matrix = orientation === 'rows' ? values : transposeMatrix(values, columns, rows);
  const quantized = quantizeMatrix(matrix, layout, options);
  const storage: PackedStorage = { kind: 'packed', layout, orientation, load: async () => quantized.matrix };
  const bytes = packedBytes(layout);
  const { bits, strategy, symmetric } = layout;
  const report = {
    ...reportOf(weight),
    bits,
    strategy,
    symmetric,
    ...(strategy === 'group' ? { groupSize: layout.groupSize } : {}),
    bytes,
    bitsPerWeight: ((bytes.codes + bytes.scales + bytes.zeroPoints) * 8) / values.length,
    maxError: quantized.maxError,
    sqnr: quantized.sqnr,
  };
  return { parameter: { ...parameter, storage }, report };
}

function toHalfStorage(weight: Weight, values: Float32Array, { bits }: HalfWeightOptions): Quantized {
  const halves = Uint16Array.from(values, toHalf);
  const error = createErrorMeter();
  for (let i = 0; i < values.length; i++) {
    const stored = fromHalf(halves[i]);
    if (!Number.isFinite(stored)) refuse(weight.parameter, i, values[i], 'does not fit a 16-bit float (at most 65504)');
    error.add(values[i], stored);
  }
  const bytes = { codes: values.length * 2, scales: 0, zeroPoints: 0, padding: 0 };
  const report = { ...reportOf(weight), bits, bytes, bitsPerWeight: 16, ...error.result() };
  return { parameter: { ...weight.parameter, storage: denseStorage('f16', halves) }, report };
}

/** The layout that a weight gets; a group as long as a row, or longer, is a channel in all but name and stays a group. */
export function layoutOf({ rows, columns }: Weight, options: IntegerWeightOptions): PackedLayout {
  const { bits, strategy, symmetric } = options;
  const groupSize = strategy === 'group' ? (options.groupSize ?? 128) : columns;
  return { bits, rows, columns, strategy, groupSize, symmetric, scaleDType: 'f16' };
}

function reportOf({ parameter, consumers, operator }: Weight) {
  return {
    name: parameter.name,
    nodes: consumers.map((node) => node.name),
    operator,
    shape: parameter.shape,
    count: parameter.shape.reduce((product, dim) => product * dim, 1),
    fromDequantized: parameter.storage.kind === 'packed',
  };
}

function checkFinite(parameter: Parameter, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) refuse(parameter, at, values[at], 'is not finite');
}

function refuse({ name, shape }: Parameter, at: number, value: number, why: string): never {
  throw new GraphError(
    'graph/not-finite',
    `Weight "${name}" (${formatShape(shape)}): value ${at} is ${value} and ${why}. Leave this weight out by ignore, or mend the file.`,
    { name, at, value },
  );
}
