/** A graph as plain data that survives a structured clone: lazy storage is read first. */
import type { Graph, Parameter, State, Storage } from '../graph/graph.ts';
import type { TensorData } from '../tensor/dtype.ts';
import type { PackedMatrix } from '../tensor/packed.ts';

type PlainStorage =
  | (Omit<Storage & { kind: 'dense' }, 'load'> & { readonly content: TensorData })
  | (Omit<Storage & { kind: 'packed' }, 'load'> & { readonly content: PackedMatrix });

export interface PlainGraph extends Omit<Graph, 'parameters' | 'states'> {
  readonly parameters: readonly (Omit<Parameter, 'storage'> & { readonly storage: PlainStorage })[];
  readonly states: readonly (Omit<State, 'initial'> & { readonly initial: PlainStorage })[];
}

/** Reads every weight; meant for graphs that another thread is about to compile whole. */
export async function toPlainGraph(graph: Graph): Promise<PlainGraph> {
  const { name, inputs, outputs, nodes, metadata } = graph;
  const parameters = [...graph.parameters.values()].map(async (parameter) => ({
    ...parameter,
    storage: await plain(parameter.storage),
  }));
  const states = graph.states.map(async (state) => ({ ...state, initial: await plain(state.initial) }));
  return {
    name,
    inputs,
    outputs,
    nodes,
    metadata,
    parameters: await Promise.all(parameters),
    states: await Promise.all(states),
  };
}

export function fromPlainGraph(graph: PlainGraph): Graph {
  const parameters = graph.parameters.map(
    (parameter) => [parameter.name, { ...parameter, storage: revive(parameter.storage) }] as const,
  );
  const states = graph.states.map((state) => ({ ...state, initial: revive(state.initial) }));
  return { ...graph, parameters: new Map(parameters), states };
}

// ---------------------------------------------------------------------------------------------

async function plain(storage: Storage): Promise<PlainStorage> {
  if (storage.kind === 'dense') return { kind: 'dense', dtype: storage.dtype, content: await storage.load() };
  const { layout, orientation } = storage;
  return { kind: 'packed', layout, orientation, content: await storage.load() };
}

function revive(storage: PlainStorage): Storage {
  if (storage.kind === 'dense') return { kind: 'dense', dtype: storage.dtype, load: async () => storage.content };
  const { layout, orientation, content } = storage;
  return { kind: 'packed', layout, orientation, load: async () => content };
}
