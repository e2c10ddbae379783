/**
 * What each layer costs at each width, measured: one layer rounded and the rest as it is (`each`), or all rounded and
 * one as it is (`allBut`). The original's outputs are collected once; a width's weights are rounded once and then put
 * in place layer by layer. Not an estimate from gradients (HAWQ): every cell is a run on real samples.
 */
import { RecipeError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import { createProgressReporter } from '../../core/task.ts';
import type { SampleSource } from '../../evaluation/collectOutputs.ts';
import type { SizeParts } from '../../evaluation/size.ts';
import { measureSize } from '../../evaluation/size.ts';
import type { Estimate } from '../../evaluation/statistics.ts';
import type { Executor } from '../../execution/executor.ts';
import type { Graph } from '../../graph/graph.ts';
import type { Weight } from '../../graph/passes/weights.ts';
import { findWeights } from '../../graph/passes/weights.ts';
import type { PackedBits } from '../../tensor/packed.ts';
import type { IntegerWeightOptions } from '../quantization/options.ts';
import { quantizeWeights } from '../quantization/quantizeWeights.ts';
import type { Loss } from './lossMeter.ts';
import { createLossMeter } from './lossMeter.ts';

export type RoundedBits = PackedBits | 16;

export interface SensitivityOptions extends TaskOptions {
  readonly bits: readonly RoundedBits[];
  readonly mode: 'each' | 'allBut';
  readonly rounding: Omit<IntegerWeightOptions, 'bits'>;
  readonly samples: number;
  /** Names of nodes or weights; all layers when left out. */
  readonly layers?: readonly string[];
}

export interface Cell extends Loss {
  readonly node: string;
  readonly bits: RoundedBits;
}

export interface UniformPoint extends Loss {
  readonly bits: RoundedBits;
  readonly bytes: number;
}

export interface StudiedLayer {
  readonly node: string;
  readonly operator: string;
  readonly parameter: string;
  readonly count: number;
  /** Width as it is: 32 or 16 for floats, less where it came packed. */
  readonly stored: number;
  /** By width; 32 is the weight as it is. */
  readonly bytes: Readonly<Partial<Record<RoundedBits | 32, number>>>;
}

export interface Sensitivity {
  readonly metric: 'kl' | 'noise';
  readonly temperature: number;
  readonly samples: number;
  readonly layers: readonly StudiedLayer[];
  readonly cells: readonly Cell[];
  readonly uniform: readonly UniformPoint[];
  /** Bytes of the model but for these layers' weights. */
  readonly fixedBytes: number;
  readonly accuracy?: Estimate;
}

/** What a progress report carries. */
export type SensitivityFound =
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'uniform'; readonly point: UniformPoint };

/** @throws RecipeError `sensitivity/layers` when a layer is named that is none, or there are no layers */
export async function measureSensitivity(
  executor: Executor,
  graph: Graph,
  source: SampleSource,
  options: SensitivityOptions,
): Promise<Sensitivity> {
  const weights = chosenWeights(graph, options.layers);
  const meter = await createLossMeter(executor, graph, source, options);
  const report = reporter(weights.length, options);
  const cells: Cell[] = [];
  const uniform: UniformPoint[] = [];
  const bytes = new Map([[32 as RoundedBits | 32, weightBytes(graph)]]);
  for (const bits of options.bits) {
    const rounded = await roundAll(graph, weights, bits, options);
    bytes.set(bits, weightBytes(rounded));
    const point = { bits, bytes: measureSize(rounded).bytes, ...(await meter.loss(rounded)) };
    uniform.push(point);
    report(`all layers at ${bits} bits`, { kind: 'uniform', point });
    for (const weight of weights) {
      const cell = { node: nodeOf(weight), bits, ...(await meter.loss(mix(graph, rounded, weight, options.mode))) };
      cells.push(cell);
      report(`${nodeOf(weight)} at ${bits} bits`, { kind: 'cell', cell });
    }
  }
  const layers = weights.map((weight) => layerOf(weight, bytes));
  const own = layers.reduce((sum, layer) => sum + (layer.bytes[32] ?? 0), 0);
  const fixedBytes = measureSize(graph).bytes - own;
  const { metric, temperature, samples, accuracy } = meter;
  return { metric, temperature, samples, layers, cells, uniform, fixedBytes, ...(accuracy ? { accuracy } : {}) };
}

// ---------------------------------------------------------------------------------------------

const nodeOf = ({ consumers }: Weight): string => consumers[0].name;

function chosenWeights(graph: Graph, names: readonly string[] | undefined): readonly Weight[] {
  const { fit } = findWeights(graph);
  const unknown = names?.find((name) => !fit.some((weight) => isNamed(weight, name)));
  if (fit.length > 0 && unknown === undefined)
    return names ? fit.filter((weight) => names.some((name) => isNamed(weight, name))) : fit;
  const known = fit.map((weight) => `"${nodeOf(weight)}"`).join(', ');
  throw new RecipeError(
    'sensitivity/layers',
    fit.length === 0
      ? 'The model has no weights of MatMul, Gemm, Conv or Gather, so no layer has a width to choose.'
      : `"${unknown}" is no layer of this model; its layers are ${known}.`,
    { unknown },
  );
}

const isNamed = ({ parameter, consumers }: Weight, name: string): boolean =>
  parameter.name === name || consumers.some((node) => node.name === name);

async function roundAll(
  graph: Graph,
  weights: readonly Weight[],
  bits: RoundedBits,
  { rounding, signal }: SensitivityOptions,
): Promise<Graph> {
  const options = {
    weights: bits === 16 ? { bits } : { ...rounding, bits },
    targets: weights.map(({ parameter }) => parameter.name),
    requantize: true,
  };
  const { graph: rounded } = await quantizeWeights(graph, options, signal ? { signal } : {});
  const parameters = new Map(graph.parameters);
  for (const { parameter } of weights)
    parameters.set(parameter.name, rounded.parameters.get(parameter.name) ?? parameter);
  return { ...graph, parameters };
}

/** One layer from the rounded graph and the rest from the original, or the other way round. */
function mix(original: Graph, rounded: Graph, { parameter }: Weight, mode: SensitivityOptions['mode']): Graph {
  const [rest, one] = mode === 'each' ? [original, rounded] : [rounded, original];
  const own = one.parameters.get(parameter.name) ?? parameter;
  return { ...rest, parameters: new Map(rest.parameters).set(parameter.name, own) };
}

/** Bytes of weights by parameter, scales and padding included. */
function weightBytes(graph: Graph): ReadonlyMap<string, number> {
  const total = ({ codes, scales, zeroPoints, padding }: SizeParts) => codes + scales + zeroPoints + padding;
  return new Map(measureSize(graph).layers.map(({ name, parts }) => [name, total(parts)]));
}

function layerOf(weight: Weight, byWidth: ReadonlyMap<RoundedBits | 32, ReadonlyMap<string, number>>): StudiedLayer {
  const { parameter, operator, rows, columns } = weight;
  const bytes = Object.fromEntries([...byWidth].map(([bits, own]) => [bits, own.get(parameter.name) ?? 0]));
  const { storage } = parameter;
  const stored = storage.kind === 'packed' ? storage.layout.bits : storage.dtype === 'f16' ? 16 : 32;
  return { node: nodeOf(weight), operator, parameter: parameter.name, count: rows * columns, stored, bytes };
}

function reporter(layers: number, { bits, onProgress }: SensitivityOptions) {
  const report = createProgressReporter('measuring layers', bits.length * (layers + 1), onProgress);
  let done = 0;
  return (label: string, partial: SensitivityFound): void => report(++done, { label, partial });
}
