/**
 * How each operator that is not computed in chains is lowered, what it can read packed, and when it is decomposed.
 * Families are loaded with the first graph that needs them, kernels and shaders included, so that a page opens with
 * those of its first model alone.
 */
import { invariant } from '../../../core/errors.ts';
import type { Graph, Storage } from '../../../graph/graph.ts';
import { operators } from '../../../graph/operators/index.ts';
import type {
  ConvolutionName,
  MatrixName,
  NormalizationName,
  OperatorName,
  QuantizationName,
  ReductionName,
  ShapeName,
  TrainingName,
} from '../../../graph/operators/names.ts';
import * as names from '../../../graph/operators/names.ts';
import type { AliasName } from './aliases.ts';
import { aliases, aliasNames } from './aliases.ts';
import { isChained } from './chained.ts';
import type { Lowering } from './lowering.ts';
import { loadPackedRules } from './packedRules.ts';

/** Loads the families of a graph's operators; all of them when a node may be decomposed, or without a graph. */
export async function loadLowerings(graph?: Graph): Promise<void> {
  const wanted = graph && !graph.nodes.some(mayDecompose) ? new Set(graph.nodes.map(familyOf)) : new Set(families);
  const packed = !graph || [...graph.parameters.values()].some(({ storage }) => storage.kind === 'packed');
  await Promise.all([...[...wanted].map((family) => family?.load()), ...(packed ? [loadPackedRules()] : [])]);
}

/** The rule of an operator whose family is loaded. */
export function loweringOf(operator: OperatorName): Lowering {
  invariant(!isChained(operator), `${operator} is lowered in chains`);
  const lowering = loaded.get(operator);
  invariant(lowering, `the kernels of ${operator} are not loaded`);
  return lowering;
}

/** Whether a kernel reads this storage as it is at this input; a packed weight is dequantized where none does. */
export function supports(operator: OperatorName, index: number, storage: Storage): boolean {
  if (storage.kind === 'dense') return true;
  return !isChained(operator) && (loweringOf(operator).packedInputs?.includes(index) ?? false);
}

// ---------------------------------------------------------------------------------------------

interface Family {
  readonly names: readonly OperatorName[];
  load(): Promise<void>;
}

const loaded = new Map<OperatorName, Lowering>();

/** A family's table is total over its names, Expand apart, which is computed in chains. */
function family<N extends OperatorName>(
  own: readonly N[],
  load: () => Promise<Readonly<Record<Exclude<N, 'Expand'>, Lowering>>>,
): Family {
  const remember = async () => {
    const table: Readonly<Partial<Record<OperatorName, Lowering>>> = await load();
    for (const name of own) {
      const lowering = table[name];
      if (lowering) loaded.set(name, lowering);
    }
  };
  return { names: own, load: remember };
}

const isAlias = (name: ShapeName): name is AliasName => name in aliases;
const movementNames = names.shapeNames.filter((name): name is Exclude<ShapeName, AliasName> => !isAlias(name));

const families: readonly Family[] = [
  family<MatrixName>(names.matrixNames, async () => (await import('./matrix.ts')).matrix),
  family<ConvolutionName>(names.convolutionNames, async () => (await import('./convolution.ts')).convolution),
  family<AliasName>(aliasNames, async () => aliases),
  family<Exclude<ShapeName, AliasName>>(movementNames, async () => (await import('./shape.ts')).shape),
  family<ReductionName>(names.reductionNames, async () => (await import('./reduction.ts')).reduction),
  family<NormalizationName>(names.normalizationNames, async () => (await import('./normalization.ts')).normalization),
  family<QuantizationName>(names.quantizationNames, async () => (await import('./quantization.ts')).quantization),
  family<TrainingName>(names.trainingNames, async () => (await import('./training.ts')).training),
];

const familyOf = (node: Graph['nodes'][number]): Family | undefined =>
  node.kind === 'operator' ? families.find((candidate) => candidate.names.includes(node.operator)) : undefined;

function mayDecompose(node: Graph['nodes'][number]): boolean {
  if (node.kind !== 'operator') return false;
  return operators[node.operator].decomposition.kind === 'rule';
}
