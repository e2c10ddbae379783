/**
 * A network as it is while it learns: batch norms take the batch's own moments and move their running ones, which become
 * states; Dropout drops. The model itself stays as it was: what was learned goes back into it by name (`withTrained`).
 */
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph, Node, OperatorNode, State } from '../graph/graph.ts';
import { denseStorage } from '../graph/graph.ts';
import { inferTypes } from '../graph/inferTypes.ts';
import { arithmetic } from '../graph/operators/arithmetic.ts';
import { findUses } from '../graph/passes/uses.ts';
import { findWeights } from '../graph/passes/weights.ts';
import { createData } from '../tensor/dtype.ts';

export interface TrainModeOptions {
  /** `batch`: normalize by the batch and move the running moments; `frozen`: as in inference. `batch` when left out. */
  readonly batchNorm?: 'batch' | 'frozen';
  /** Shares that are dropped in front of linear layers, for this training alone. */
  readonly dropout?: DropoutOptions;
  /** Decides what is dropped. */
  readonly seed?: number;
}

export interface DropoutOptions {
  /** Of the inputs of the first linear layer. */
  readonly input?: number;
  /** Of the inputs of the linear layers behind it. */
  readonly hidden?: number;
}

/** The same inputs and outputs; moments come as states, and a state counts steps where Dropout drops. */
export async function trainMode(model: Graph, options: TrainModeOptions = {}): Promise<Graph> {
  const moving = options.batchNorm === 'frozen' ? model : await movingMoments(model);
  return droppingOut(moving, options);
}

// ---------------------------------------------------------------------------------------------

/** Batch norms in training mode; running means and variances that one of them alone reads become states. */
async function movingMoments(model: Graph): Promise<Graph> {
  const { consumers } = findUses(model);
  const states: State[] = [];
  const parameters = new Map(model.parameters);
  const replaced = new Map<Node, Node>();
  for (const node of model.nodes) {
    if (node.kind !== 'operator' || node.operator !== 'BatchNormalization') continue;
    const moments = node.inputs.slice(3).map((name) => model.parameters.get(name));
    const own = moments.every((moment) => moment && (consumers.get(moment.name) ?? []).length === 1);
    if (!own || node.attributes.training_mode === 1) continue;
    const outputs = [node.outputs[0]];
    for (const moment of moments) {
      if (!moment) continue;
      const { name, dtype, shape, storage } = moment;
      const next = `${name}.next`;
      states.push({ name, dtype, shape, initial: storage, value: name, next });
      parameters.delete(name);
      outputs.push(next);
    }
    replaced.set(node, { ...node, outputs, attributes: { ...node.attributes, training_mode: 1 } });
  }
  if (replaced.size === 0) return model;
  const nodes = model.nodes.map((node) => replaced.get(node) ?? node);
  return { ...model, nodes, parameters, states: [...model.states, ...states] };
}

async function droppingOut(model: Graph, { dropout = {}, seed = 0 }: TrainModeOptions): Promise<Graph> {
  const present = model.nodes.some((node) => node.kind === 'operator' && node.operator === 'Dropout');
  if (!present && !dropout.input && !dropout.hidden) return model;
  const { types, known } = await inferTypes(model);
  const builder = createBuilder(model, types, known);
  const { counter, step } = addCounter(builder);
  const inserted = new Map<Node, readonly Node[]>();
  const linear = new Set(
    findWeights(model).fit.flatMap(({ operator, consumers }) => (operator === 'Conv' ? [] : consumers)),
  );
  let index = 0;
  const add = (value: string, ratio: number, name: string): OperatorNode => {
    const inputs = [value, builder.scalar(ratio), builder.constant('bool', [], [1]), step];
    const own = builder.unique(name);
    return {
      kind: 'operator',
      name: own,
      operator: 'Dropout',
      inputs,
      outputs: [own],
      attributes: { seed: seed + ++index },
    };
  };
  const weighted = behindWeights(model);
  for (const node of model.nodes) {
    if (node.kind !== 'operator') continue;
    if (node.operator === 'Dropout') {
      const inputs = [node.inputs[0], node.inputs[1] || builder.scalar(0.5), builder.constant('bool', [], [1]), step];
      inserted.set(node, [{ ...node, inputs, attributes: { seed: seed + ++index } }]);
    }
    const ratio = linear.has(node) ? (weighted.has(node.inputs[0]) ? dropout.hidden : dropout.input) : undefined;
    if (!ratio || node.operator === 'Gather') continue;
    const drop = add(node.inputs[0], ratio, `${node.name}.dropout`);
    inserted.set(node, [drop, { ...node, inputs: [drop.outputs[0], ...node.inputs.slice(1)] }]);
  }
  const built = builder.build(model.outputs);
  const nodes = built.nodes.flatMap((node) => inserted.get(node) ?? [node]);
  return { ...built, nodes: countingFirst(nodes, counter, step), states: [...model.states, counter] };
}

/** A count of steps as the u32 scalar that Dropout hashes. */
function addCounter(builder: GraphBuilder): { counter: State; step: string } {
  const name = builder.unique('dropout_step');
  const counter: State = {
    name,
    dtype: 'i32',
    shape: [],
    initial: denseStorage('i32', createData('i32', 1)),
    value: name,
    next: '',
  };
  builder.state(counter);
  const { add, cast } = arithmetic(builder, 'i32');
  return { counter: { ...counter, next: add(name, 1) }, step: cast(name, 'u32') };
}

/** The counter's nodes were added last but are read early. */
function countingFirst(nodes: readonly Node[], counter: State, step: string): Node[] {
  const early = new Set([counter.next, step]);
  const isEarly = (node: Node) => node.outputs.some((output) => early.has(output));
  return [...nodes.filter(isEarly), ...nodes.filter((node) => !isEarly(node))];
}

/** Values that a weight has been applied to. */
function behindWeights(model: Graph): Set<string> {
  const makers = new Set<Node>(findWeights(model).fit.flatMap(({ consumers }) => consumers));
  const found = new Set<string>();
  for (const node of model.nodes)
    if (makers.has(node) || node.inputs.some((input) => found.has(input)))
      for (const output of node.outputs) found.add(output);
  return found;
}
