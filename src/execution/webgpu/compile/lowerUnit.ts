/** Lowers one unit: a node by its rule, with or without a fused chain, or a chain in a dispatch of its own. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { ValueRef } from '../bufferRef.ts';
import type { Epilogue } from '../kernels/defineKernel.ts';
import type { Chain } from '../kernels/elementwise/chain.ts';
import { chainTerms, chainWidth, epilogueText } from '../kernels/elementwise/chain.ts';
import { elementwiseKernel } from '../kernels/elementwise/elementwise.ts';
import { emitDequantize } from '../lowering/dequantize.ts';
import { loweringOf } from '../lowering/index.ts';
import type { LoweringContext, NodeView } from '../lowering/lowering.ts';
import { buildChain } from './buildChain.ts';
import type { Compilation } from './nodeContext.ts';
import { NodeContext } from './nodeContext.ts';
import type { Dequantize } from './nodeView.ts';
import { ViewOfNode } from './nodeView.ts';
import type { Copy, Dispatch } from './program.ts';
import type { Unit } from './units.ts';

/** The dispatches of a unit, in order. */
export function lowerUnit(unit: Unit, compilation: Compilation): readonly (Dispatch | Copy)[] {
  return unit.kind === 'chain' ? lowerChain(unit.nodes, compilation) : lowerNode(unit, compilation);
}

// ---------------------------------------------------------------------------------------------

function lowerNode(unit: Unit & { kind: 'node' }, compilation: Compilation): readonly (Dispatch | Copy)[] {
  const { node, epilogue } = unit;
  const before = createInserted(node, compilation);
  const chain = epilogue.length
    ? buildChain(epilogue, compilation.values, viewer(compilation, before.dequantize), node.outputs[0])
    : undefined;
  const outputs = chain ? [chain.outputs[0].buffer.name, ...node.outputs.slice(1)] : node.outputs;
  const context = new NodeContext(node, outputs, compilation, chain && epilogueOf(chain), before.dequantize);
  loweringOf(node.operator).lower(context);
  return [...before.context.dispatches, ...context.dispatches];
}

function lowerChain(nodes: readonly OperatorNode[], compilation: Compilation): readonly (Dispatch | Copy)[] {
  const { dequantize, context } = createInserted(nodes[0], compilation);
  emitChain(context, buildChain(nodes, compilation.values, viewer(compilation, dequantize)));
  return context.dispatches;
}

function emitChain(context: LoweringContext, chain: Chain): void {
  if (chain.outputs.length === 0) return;
  const width = chainWidth(chain);
  const inputs = chain.inputs.map(({ buffer }, k) => [`in${k}`, buffer] as const);
  const outputs = chain.outputs.map(({ buffer }, k) => [`out${k}`, buffer] as const);
  context.emit(elementwiseKernel(chain, width), {
    params: { count: sizeOf(chain.shape) / width, terms: chainTerms(chain) },
    bindings: Object.fromEntries([...inputs, ...outputs]),
  });
}

function epilogueOf(chain: Chain): Epilogue {
  const bindings = chain.inputs
    .map(({ buffer, element }, k) => ({ name: `epilogue_in${k}`, element, buffer }))
    .slice(1);
  return { label: chain.label, text: epilogueText(chain), bindings };
}

/** A place for dispatches that come before a node's own: dequantized copies of packed inputs, one each. */
function createInserted(
  node: OperatorNode,
  compilation: Compilation,
): { readonly dequantize: Dequantize; readonly context: NodeContext } {
  const made = new Map<string, ValueRef>();
  const dequantize: Dequantize = (view, index) => {
    const name = view.node.inputs[index];
    const ready = made.get(name);
    if (ready) return ready;
    const ref = dequantized(context, view, index);
    made.set(name, ref);
    return ref;
  };
  const context = new NodeContext(node, [], compilation, undefined, dequantize);
  return { dequantize, context };
}

function dequantized(context: LoweringContext, view: NodeView, index: number): ValueRef {
  const type: ConcreteType = view.inputTypes[index] ?? { dtype: 'f32', shape: [] };
  const scratch = context.scratch('f32', sizeOf(type.shape), `${view.node.inputs[index]} dequantized`);
  // Buffers are told apart by identity, so what is written must be the very reference that is read.
  const ref: ValueRef = { ...scratch, ...type };
  emitDequantize(context, view.packed(index), ref);
  return ref;
}

const viewer = (compilation: Compilation, dequantize: Dequantize) => (node: OperatorNode) =>
  new ViewOfNode(node, compilation.values, dequantize);
