/**
 * Static 8-bit activations as a rewrite: QuantizeLinear and DequantizeLinear in front of each chosen MatMul, Gemm or
 * Conv, with one scale a tensor from calibration. This is the QDQ form that the field exchanges, written as it stands.
 */
import { GraphError } from '../../core/errors.ts';
import type { Graph, Node, Parameter } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { sortNodes } from '../../graph/passes/sortNodes.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import type { Targets } from './activationTargets.ts';
import type { QuantizedActivations } from './dynamicActivations.ts';
import type { ActivationGrid, Observed } from './observers.ts';
import { activationGrid, gridError, observers } from './observers.ts';
import type { StaticActivationOptions } from './options.ts';
import type { ActivationReport } from './report.ts';

/**
 * @param observed what calibration saw, by value name
 * @throws GraphError `graph/not-calibrated` naming a value that never held a finite number
 */
export function quantizeStatically(
  graph: Graph,
  targets: Targets,
  observed: ReadonlyMap<string, Observed>,
  options: StaticActivationOptions,
): QuantizedActivations {
  const taken = takenNames(graph);
  const parameters = new Map(graph.parameters);
  const added: Node[] = [];
  const quantized = new Map<string, string>();
  const activations: ActivationReport[] = [];
  for (const value of new Set(targets.nodes.map((node) => node.inputs[0]))) {
    const seen = observed.get(value);
    if (!seen) refuse(value);
    const grid = activationGrid(observers[options.observer](seen, options), options.symmetric ?? false);
    quantized.set(value, addPair(value, grid, options.symmetric ?? false, { taken, parameters, added }));
    activations.push(reportOf(value, targets, grid, seen, options));
  }
  const chosen = new Set<Node>(targets.nodes);
  const nodes = graph.nodes.map((node): Node => {
    const replacement = chosen.has(node) ? quantized.get(node.inputs[0]) : undefined;
    return replacement === undefined ? node : { ...node, inputs: [replacement, ...node.inputs.slice(1)] };
  });
  return { graph: sortNodes({ ...graph, parameters, nodes: [...nodes, ...added] }), activations };
}

// ---------------------------------------------------------------------------------------------

interface Additions {
  readonly taken: Set<string>;
  readonly parameters: Map<string, Parameter>;
  readonly added: Node[];
}

/** Adds the two nodes and their constants; returns the name of the dequantized value. */
function addPair(value: string, grid: ActivationGrid, symmetric: boolean, additions: Additions): string {
  const { taken, parameters, added } = additions;
  const put = (stem: string, dtype: 'f32' | 'i8' | 'u8', number: number) => {
    const name = freshName(taken, stem);
    parameters.set(name, parameterFrom(name, tensorFrom(dtype, [], [number])));
    return name;
  };
  const scale = put(`${value}_scale`, 'f32', grid.scale);
  const zero = put(`${value}_zero_point`, symmetric ? 'i8' : 'u8', grid.zeroPoint);
  const codes = freshName(taken, `${value}_quantized`);
  const back = freshName(taken, `${value}_dequantized`);
  const common = { kind: 'operator', attributes: {} } as const;
  added.push(
    { ...common, name: codes, operator: 'QuantizeLinear', inputs: [value, scale, zero], outputs: [codes] },
    { ...common, name: back, operator: 'DequantizeLinear', inputs: [codes, scale, zero], outputs: [back] },
  );
  return back;
}

function reportOf(
  value: string,
  targets: Targets,
  { low, high, scale, zeroPoint }: ActivationGrid,
  { histogram }: Observed,
  options: StaticActivationOptions,
): ActivationReport {
  const nodes = targets.nodes.filter((node) => node.inputs[0] === value).map((node) => node.name);
  const error = gridError(histogram, { low, high, scale, zeroPoint }, options.symmetric ?? false);
  return { value, nodes, mode: 'static', observer: options.observer, low, high, scale, zeroPoint, ...error };
}

function refuse(value: string): never {
  throw new GraphError(
    'graph/not-calibrated',
    `The activation "${value}" held no finite number on the calibration samples, so it has no range. Choose other samples, or leave its node out by ignore.`,
    { value },
  );
}
