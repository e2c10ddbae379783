/**
 * Evaluates a loss of named values in 64-bit floats, and its gradient beside central finite differences: for losses that
 * are built from several nodes, as `gradientCheck.ts` is for single operators.
 */
import { concreteTypes } from '../execution/concreteTypes.ts';
import type { NumbersByName } from '../execution/reference/referenceExecutor.ts';
import { evaluate } from '../execution/reference/referenceExecutor.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { createBuilder } from '../graph/builder.ts';
import { loadParameter } from '../graph/parameterData.ts';
import type { Numbers, Tensor } from '../tensor/tensor.ts';
import { toNumbers } from '../tensor/tensor.ts';
import { differentiate } from '../training/differentiate.ts';

const step = 1e-5;

export interface CheckedLoss {
  readonly loss: number;
  /** Largest difference between gradient and finite difference, relative to 1 plus the largest gradient. */
  readonly gradientError: number;
}

/** @param wrt the input whose gradient is checked */
export async function checkLoss(
  inputs: Readonly<Record<string, Tensor>>,
  wrt: string,
  build: (builder: GraphBuilder) => string,
): Promise<CheckedLoss> {
  const builder = createBuilder();
  for (const [name, { dtype, shape }] of Object.entries(inputs)) builder.input(name, dtype, shape);
  const loss = build(builder);
  const forward = builder.build([loss]);
  const { graph, gradients } = await differentiate(forward, loss, [wrt]);
  const values = new Map<string, Numbers>();
  for (const parameter of graph.parameters.values())
    values.set(parameter.name, toNumbers(await loadParameter(parameter)));
  for (const [name, tensor] of Object.entries(inputs)) values.set(name, toNumbers(tensor));
  const { types } = await concreteTypes(graph, {});
  const at = (changed: NumbersByName) => evaluate(forward, types, changed).get(loss)?.data[0] ?? Number.NaN;
  const got = evaluate(graph, types, values).get(gradients[wrt])?.data ?? new Float64Array();
  const own = values.get(wrt);
  const want = Float64Array.from(own?.data ?? [], (x, i) => {
    const by = step * Math.max(1, Math.abs(x));
    const shifted = (offset: number) => {
      const data = own?.data.slice() ?? new Float64Array();
      data[i] += offset;
      return at(own ? new Map(values).set(wrt, { ...own, data }) : values);
    };
    return (shifted(by) - shifted(-by)) / (2 * by);
  });
  const scale = 1 + want.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const gradientError = want.reduce((most, x, i) => Math.max(most, Math.abs(got[i] - x)), 0) / scale;
  return { loss: at(values), gradientError };
}
