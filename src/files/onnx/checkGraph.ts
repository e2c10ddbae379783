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
      if (name !== '' && !given.has(name) && !makers.has(name))
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

/** Names may be '' where an optional input is left out. */
const needs = (node: RawNode): readonly string[] =>
  node.captured.length === 0 ? node.inputs : [...node.inputs, ...node.captured];

type Maker = 'an initializer' | 'an input' | RawNode;

function makersOf(model: RawModel): ReadonlyMap<string, RawNode> {
  const taken = new Map<string, Maker>();
  const claim = (name: string, maker: Maker): void => {
    const other = taken.get(name);
    if (other !== undefined)
      refuse(
        'duplicate',
        model.file,
        `the name "${name}" is given twice, to ${describeMaker(other)} and to ${describeMaker(maker)}.`,
        { value: name },
      );
    taken.set(name, maker);
  };
  for (const { name } of model.initializers) claim(name, 'an initializer');
  const initializers = new Set(model.initializers.map(({ name }) => name));
  for (const { name } of model.inputs) if (!initializers.has(name)) claim(name, 'an input');
  const makers = new Map<string, RawNode>();
  for (const node of model.nodes)
    for (const output of node.outputs)
      if (output !== '') {
        claim(output, node);
        makers.set(output, node);
      }
  return makers;
}

const describeMaker = (maker: Maker): string => (typeof maker === 'string' ? maker : `an output of ${describe(maker)}`);

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
