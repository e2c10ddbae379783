/**
 * Checks an operator's gradient against central finite differences, both in 64-bit floats on the reference. The outputs
 * are projected on random numbers to make a scalar loss, so that every output element counts.
 */
import { createRandom } from '../core/random.ts';
import { concreteTypes } from '../execution/concreteTypes.ts';
import type { NumbersByName } from '../execution/reference/referenceExecutor.ts';
import { evaluate } from '../execution/reference/referenceExecutor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { isFloat } from '../tensor/dtype.ts';
import { isConcrete, sizeOf } from '../tensor/shape.ts';
import type { Numbers } from '../tensor/tensor.ts';
import { toNumbers } from '../tensor/tensor.ts';
import { differentiate } from '../training/differentiate.ts';
import type { ConformanceCase } from './conformance/case.ts';
import { inputName, startCase } from './conformance/caseGraph.ts';

/** Step of the difference, relative to the element: its error, of order step², and rounding, 1e-16 / step, balance. */
const step = 1e-5;

/** Constants of gradients (such as 2/√π) are f32 parameters: about 1e-7; the difference itself adds about 1e-9. */
export const gradientTolerance = 2e-6;

export interface GradientError {
  readonly input: number;
  /** Largest difference between gradient and finite difference, relative to 1 plus the largest gradient. */
  readonly error: number;
  /** Where it is, and both numbers, for a message. */
  readonly at: string;
}

/** The error of each gradient that the row asks to check. */
export async function checkGradients(row: ConformanceCase): Promise<GradientError[]> {
  const indices = row.gradientOf ?? [];
  const { builder, outputs } = startCase(row);
  const loss = project(builder, outputs);
  const forward = builder.build([loss]);
  const { graph, gradients } = await differentiate(forward, loss, indices.map(inputName));
  const values = await valuesOf(row, graph);
  const { types } = await concreteTypes(graph, {});
  const all = evaluate(graph, types, values);
  const lossAt = (changed: NumbersByName) => lookUp(evaluate(forward, types, changed), loss).data[0];
  return indices.map((index) => {
    const name = inputName(index);
    return compare(index, lookUp(all, gradients[name]), differences(lookUp(values, name), name, values, lossAt));
  });
}

// ---------------------------------------------------------------------------------------------

function project(builder: GraphBuilder, outputs: readonly string[]): string {
  const random = createRandom(7);
  const terms = outputs
    .filter((name) => isFloat(builder.type(name).dtype))
    .map((name) => {
      const { dtype, shape } = builder.type(name);
      if (!isConcrete(shape)) throw new Error(`The shape of "${name}" is not known.`);
      const weights = builder.constant(
        dtype,
        shape,
        Array.from({ length: sizeOf(shape) }, () => random.normal()),
      );
      return builder.add('ReduceSum', [builder.add('Mul', [name, weights])], { keepdims: 0 });
    });
  return terms.reduce((sum, term) => builder.add('Add', [sum, term]));
}

async function valuesOf(row: ConformanceCase, graph: Graph): Promise<Map<string, Numbers>> {
  const values = new Map<string, Numbers>();
  for (const { name, storage, shape, dtype } of graph.parameters.values()) {
    if (storage.kind !== 'dense') throw new Error(`"${name}" is packed.`);
    values.set(name, { ...toNumbers({ dtype: storage.dtype, shape, data: await storage.load() }), dtype });
  }
  row.inputs.forEach((input, i) => {
    if (input) values.set(inputName(i), toNumbers(input.tensor));
  });
  return values;
}

function differences(
  input: Numbers,
  name: string,
  values: NumbersByName,
  lossAt: (values: NumbersByName) => number,
): Float64Array {
  const shifted = (i: number, by: number) => {
    const data = input.data.slice();
    data[i] += by;
    return lossAt(new Map(values).set(name, { ...input, data }));
  };
  return input.data.map((x, i) => {
    const by = step * Math.max(1, Math.abs(x));
    return (shifted(i, by) - shifted(i, -by)) / (2 * by);
  });
}

function compare(input: number, { data: got }: Numbers, want: Float64Array): GradientError {
  const scale = 1 + want.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  const errors = want.map((x, i) =>
    Number.isFinite(got[i]) ? Math.abs(got[i] - x) / scale : Number.POSITIVE_INFINITY,
  );
  const error = errors.reduce((largest, x) => Math.max(largest, x), 0);
  const at = errors.indexOf(error);
  return { input, error, at: `element ${at}: ${got[at]} where the difference is ${want[at]}` };
}

function lookUp(values: NumbersByName, name: string): Numbers {
  const value = values.get(name);
  if (!value) throw new Error(`"${name}" was not computed.`);
  return value;
}
