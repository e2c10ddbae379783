/**
 * From a graph to a program. Units are lowered from last to first, so that only what is asked for is computed; their
 * steps then stand in order of execution.
 */
import type { Graph } from '../../../graph/graph.ts';
import { fromNumbers } from '../../../tensor/tensor.ts';
import type { ConcreteTypes } from '../../concreteTypes.ts';
import type { BufferRef } from '../bufferRef.ts';
import type { Capabilities } from '../capabilities.ts';
import { findJoins } from './findJoins.ts';
import { fuse } from './fuse.ts';
import { lowerUnit } from './lowerUnit.ts';
import type { Compilation } from './nodeContext.ts';
import type { Choice, Program, ProgramOutput, Step } from './program.ts';
import { nodesOf } from './units.ts';
import { Values } from './values.ts';

export interface LowerOptions {
  readonly capabilities: Capabilities;
  /** The variant that the tuner remembers for a family and shape class. */
  readonly remembered?: (family: string, shapeClass: string) => string | undefined;
  /** False keeps every node by itself, for profiling node by node. */
  readonly fusing?: boolean;
}

/** A program with the pairs of buffers that share memory. */
export interface LoweredGraph extends Program {
  readonly aliases: readonly (readonly [BufferRef, BufferRef])[];
}

/** @throws ExecutionError `webgpu/node` naming the node that has no way to run here */
export function lowerGraph(graph: Graph, types: ConcreteTypes, options: LowerOptions): LoweredGraph {
  const values = new Values(graph, types);
  const aliases: [BufferRef, BufferRef][] = [];
  const choices: Choice[] = [];
  const remembered = options.remembered ?? (() => undefined);
  const compilation: Compilation = { values, aliases, choices, capabilities: options.capabilities, remembered };
  const outputs = new Map(graph.outputs.map((name) => [name, outputOf(name, values)]));
  const states = graph.states.map((state) => ({
    state,
    value: values.ref(state.value),
    next: values.demand(state.next),
  }));
  const steps: Step[] = [];
  for (const unit of fuse(graph, values, options.fusing ?? true).reverse()) {
    if (!nodesOf(unit).some((node) => node.outputs.some((name) => values.isDemanded(name)))) continue;
    const dispatches = lowerUnit(unit, compilation);
    steps.push({ nodes: nodesOf(unit), dispatches });
  }
  const { inputs, uploads } = values;
  steps.reverse();
  return { steps, inputs, outputs, states, uploads, choices, aliases, joins: findJoins(steps) };
}

// ---------------------------------------------------------------------------------------------

function outputOf(name: string, values: Values): ProgramOutput {
  const known = values.known(name);
  if (!known) return { kind: 'buffer', ref: values.demand(name) };
  const { dtype, shape } = values.type(name);
  return { kind: 'tensor', tensor: fromNumbers({ ...known, dtype, shape }) };
}
