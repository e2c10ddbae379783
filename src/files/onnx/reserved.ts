/**
 * How what ONNX has no words for is written: metadata_props with keys that begin with "decant.".
 *
 * A state of a graph is an input (its value), an output (its next value) and, unless left out, an initializer with the
 * value that it starts from; the entry `decant.state.<name>` names the three as JSON. A program that knows nothing of
 * this feeds the initial values first and then, run after run, the outputs back as inputs.
 */
import type { Parameter, State, Value } from '../../graph/graph.ts';
import type { RawModel } from './modelProto.ts';

/** Metadata of a graph that was read: the opsets of its file, "ai.onnx 17, com.microsoft 1". */
export const opsetsKey = 'decant.opset_import';

const statePrefix = 'decant.state.';

/** One state as it is written. */
export interface StateEntry {
  readonly value: string;
  readonly next: string;
  /** Name of the initializer with the value to start from. */
  readonly initial: string;
  /** Whether `next` is an output only because it is a state's. */
  readonly hidden: boolean;
}

/** The key under which a state is described. */
export const stateKey = (name: string): string => statePrefix + name;

/** True for metadata that only this reader and writer use. */
export const isReserved = (key: string): boolean => key === opsetsKey || key.startsWith(statePrefix);

/** The states that a file describes, by name; entries that make no sense are passed over. */
export function stateEntries(model: RawModel): ReadonlyMap<string, StateEntry> {
  const entries = new Map<string, StateEntry>();
  for (const [key, value] of Object.entries(model.metadata)) {
    const entry = key.startsWith(statePrefix) ? parseEntry(value) : undefined;
    if (entry) entries.set(key.slice(statePrefix.length), entry);
  }
  return entries;
}

/** States whose input, output and initial value are all there; the others stay plain inputs and outputs. */
export function takeStates(
  model: RawModel,
  inputs: readonly Value[],
  parameters: ReadonlyMap<string, Parameter>,
): (State & { readonly hidden: boolean })[] {
  const outputs = new Set(model.outputs.map((output) => output.name));
  return [...stateEntries(model)].flatMap(([name, { value, next, initial, hidden }]) => {
    const parameter = parameters.get(initial);
    const found = inputs.some((input) => input.name === value) && outputs.has(next);
    if (!parameter || !found) return [];
    const { dtype, shape, storage } = parameter;
    return [{ name, dtype, shape, initial: storage, value, next, hidden }];
  });
}

// ---------------------------------------------------------------------------------------------

function parseEntry(text: string): StateEntry | undefined {
  try {
    const { value, next, initial, hidden } = JSON.parse(text);
    const words = [value, next, initial].every((word) => typeof word === 'string');
    return words ? { value, next, initial, hidden: hidden === true } : undefined;
  } catch {
    return undefined;
  }
}
