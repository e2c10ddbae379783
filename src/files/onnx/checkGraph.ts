/** What must hold of a graph's wiring before anything is made of it: one maker for each name, no gaps, no cycles. */
import { refuse } from './malformed.ts';
import type { RawModel } from './modelProto.ts';
import type { RawNode } from './nodeProto.ts';

/**
 * The nodes in topological order; files that are sorted already keep their order.
 *
 * @throws FileError `onnx/duplicate`, `onnx/dangling` or `onnx/cycle`, naming the value or the node
 */
export function sortedNodes(model: RawModel): readonly RawNode[] {
  const makers = makersOf(model);
  const given = new Set([...model.initializers, ...model.inputs].map((value) => value.name));
  for (const node of model.nodes)
    for (const name of needs(node))
      if (!given.has(name) && !makers.has(name))
        refuse(
          'dangling',
          model.file,
          `${describe(node)} uses "${name}", but no input, initializer or node makes it.`,
          { node: node.name, value: name },
        );
  for (const { name } of model.outputs)
    if (!given.has(name) && !makers.has(name))
      refuse('dangling', model.file, `the graph's output "${name}" is made by no node.`, { value: name });
  return sort(model, makers);
}

/** "node "conv1" (Conv)", or the type and first output of a node without a name. */
export function describe(node: Pick<RawNode, 'name' | 'type' | 'outputs'>): string {
  return node.name
    ? `node "${node.name}" (${node.type})`
    : `the ${node.type} node that makes "${node.outputs[0] ?? ''}"`;
}

// ---------------------------------------------------------------------------------------------

const needs = (node: RawNode): string[] => [...node.inputs, ...node.captured].filter((name) => name !== '');

function makersOf(model: RawModel): ReadonlyMap<string, RawNode> {
  const taken = new Map<string, string>();
  const claim = (name: string, what: string): void => {
    const other = taken.get(name);
    if (other !== undefined)
      refuse('duplicate', model.file, `the name "${name}" is given twice, to ${other} and to ${what}.`, {
        value: name,
      });
    taken.set(name, what);
  };
  for (const { name } of model.initializers) claim(name, 'an initializer');
  const initializers = new Set(model.initializers.map(({ name }) => name));
  for (const { name } of model.inputs) if (!initializers.has(name)) claim(name, 'an input');
  const makers = new Map<string, RawNode>();
  for (const node of model.nodes)
    for (const output of node.outputs)
      if (output !== '') {
        claim(output, `an output of ${describe(node)}`);
        makers.set(output, node);
      }
  return makers;
}

/** Depth first without recursion, so that a chain of a million nodes does not end the call stack. */
function sort(model: RawModel, makers: ReadonlyMap<string, RawNode>): RawNode[] {
  const order: RawNode[] = [];
  const state = new Map<RawNode, 'open' | 'done'>();
  for (const root of model.nodes) {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack[stack.length - 1];
      if (state.get(node) === 'done') stack.pop();
      else if (state.get(node) === 'open') {
        state.set(node, 'done');
        order.push(node);
        stack.pop();
      } else {
        state.set(node, 'open');
        for (const name of needs(node)) visit(model, makers.get(name), state, stack);
      }
    }
  }
  return order;
}

function visit(model: RawModel, maker: RawNode | undefined, state: Map<RawNode, string>, stack: RawNode[]): void {
  if (!maker || state.get(maker) === 'done') return;
  if (state.get(maker) === 'open')
    refuse('cycle', model.file, `${describe(maker)} needs its own result: the graph has a cycle.`, {
      node: maker.name,
    });
  stack.push(maker);
}
