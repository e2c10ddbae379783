/**
 * onnxruntime-web computes with 4-bit integers but neither takes nor gives them: inputs and outputs of i4 and u4 pass a
 * Cast from and to 8 bits.
 */
import type { Graph, Node, OperatorNode } from '../../graph/graph.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { freshName, takenNames } from '../../graph/passes/uses.ts';
import type { DType } from '../../tensor/dtype.ts';
import type { CompileOptions } from '../executor.ts';

export interface WideBoundary {
  readonly graph: Graph;
  /** For outputs that were widened: the name that holds the 8-bit copy, and the dtype that it stands for. */
  readonly outputs: ReadonlyMap<string, { readonly name: string; readonly dtype: DType }>;
}

const wider: Readonly<Partial<Record<DType, DType>>> = { i4: 'i8', u4: 'u8' };

/** The graph itself where no Cast is needed. */
export async function widenBoundary(graph: Graph, options: CompileOptions): Promise<WideBoundary> {
  const narrow = graph.inputs.filter(({ dtype }) => wider[dtype]);
  const made = graph.nodes.some(makesNarrow);
  if (narrow.length === 0 && !made) return { graph, outputs: new Map() };
  const { types } = await inferTypes(graph, { shapes: options.shapes });
  const taken = takenNames(graph);
  const cast = (from: string, to: string, dtype: DType): OperatorNode => ({
    kind: 'operator',
    name: freshName(taken, `${to}/cast`),
    operator: 'Cast',
    inputs: [from],
    outputs: [to],
    attributes: { to: dtype },
  });
  const inner = new Map(narrow.map(({ name, dtype }) => [name, freshName(taken, `${name}.${dtype}`)]));
  const entering = narrow.map(({ name, dtype }) => cast(name, inner.get(name) ?? name, dtype));
  const outputs = new Map<string, { name: string; dtype: DType }>();
  const leaving = graph.outputs.flatMap((name) => {
    const dtype = types.get(name)?.dtype;
    const wide = dtype && wider[dtype];
    if (!dtype || !wide) return [];
    const copy = freshName(taken, `${name}.${wide}`);
    outputs.set(name, { name: copy, dtype });
    return [cast(inner.get(name) ?? name, copy, wide)];
  });
  const nodes = graph.nodes.map(
    (node): Node => ({ ...node, inputs: node.inputs.map((name) => inner.get(name) ?? name) }),
  );
  return {
    graph: {
      ...graph,
      inputs: graph.inputs.map((input) => ({ ...input, dtype: wider[input.dtype] ?? input.dtype })),
      nodes: [...entering, ...nodes, ...leaving],
      outputs: graph.outputs.map((name) => outputs.get(name)?.name ?? name),
    },
    outputs,
  };
}

// ---------------------------------------------------------------------------------------------

/** Operators that can make 4-bit integers say so in an attribute, or take their type from a zero point. */
function makesNarrow(node: Node): boolean {
  if (node.kind === 'opaque') return false;
  return (
    node.operator === 'QuantizeLinear' ||
    Object.values(node.attributes).some((value) => value === 'i4' || value === 'u4')
  );
}
