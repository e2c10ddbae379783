/** A row of the conformance table as a graph of one node, and its run on an executor. */
import type { Executor, Tensors } from '../../execution/executor.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { createBuilder } from '../../graph/builder.ts';
import type { Graph } from '../../graph/graph.ts';
import { parameterFrom } from '../../graph/graph.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { toNumbers } from '../../tensor/tensor.ts';
import type { ConformanceCase, ToleranceName } from './case.ts';
import { tolerances } from './case.ts';

/** The name of a case's input in its graph. */
export const inputName = (index: number): string => `input${index}`;

/** One node; inputs `input0`, ... in order, constants as parameters; the outputs in the operator's order. */
export function caseGraph(row: ConformanceCase): Graph {
  const { builder, outputs } = startCase(row);
  return builder.build(outputs, `${row.operator}: ${row.about}`);
}

/** A builder that holds a case's inputs and node, and the names of the node's outputs. */
export function startCase(row: ConformanceCase): { builder: GraphBuilder; outputs: string[] } {
  const constants = row.inputs.flatMap((input, i) =>
    input?.constant ? [[inputName(i), { numbers: toNumbers(input.tensor) }] as const] : [],
  );
  const builder = createBuilder(undefined, new Map(), new Map(constants));
  const names = row.inputs.map((input, i) => {
    if (!input) return '';
    const { dtype, shape } = input.tensor;
    if (input.constant) return builder.parameter(parameterFrom(inputName(i), input.tensor));
    return builder.input(inputName(i), dtype, shape);
  });
  return { builder, outputs: builder.addMany(row.operator, names, row.outputs ?? 1, row.attributes, 'node') };
}

/** The tensors of a case's inputs that are not constants, by name. */
export function caseInputs(row: ConformanceCase): Tensors {
  const given = row.inputs.flatMap((input, i) => (input && !input.constant ? [[inputName(i), input.tensor]] : []));
  return Object.fromEntries(given);
}

/** Runs a case's graph (or one that stands for it) and returns its outputs in order. */
export async function runCase(row: ConformanceCase, executor: Executor, graph = caseGraph(row)): Promise<Tensor[]> {
  const plan = await executor.compile(graph);
  try {
    const outputs = await plan.run(caseInputs(row));
    return graph.outputs.map((name) => outputs[name]);
  } finally {
    plan.dispose();
  }
}

/**
 * Compares what an executor gave with what is expected.
 *
 * @returns what differs, or '' when it is within the tolerance
 */
export function difference(got: Tensor, want: Tensor, name: ToleranceName): string {
  const text = ({ dtype, shape }: Tensor) => `${dtype} [${shape}]`;
  if (text(got) !== text(want)) return `it is ${text(got)}; it should be ${text(want)}`;
  const [a, b] = [toNumbers(got).data, toNumbers(want).data];
  const { relative, absolute, share } = tolerances[name];
  const finite = b.filter(Number.isFinite);
  const bound = absolute + relative * finite.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const wrong = [...a.keys()].filter((i) => !Object.is(a[i] + 0, b[i] + 0) && !(Math.abs(a[i] - b[i]) <= bound));
  if (wrong.length <= share * a.length) return '';
  const [first] = wrong;
  return `${wrong.length} of ${a.length} values differ: at ${first} it is ${a[first]}; it should be ${b[first]} within ${bound}`;
}
