/** Elementwise operators as expressions. Total over the family's names. */
import type { ElementwiseName } from '../../../graph/operators/names.ts';
import type { ElementwiseArguments, ElementwiseRule } from './elementwiseRule.ts';
import { wrapTo } from './elementwiseRule.ts';

const wrapped =
  (expression: (args: ElementwiseArguments) => string): ElementwiseRule =>
  (args) => [wrapTo(args.dtype, expression(args))];

export const elementwiseRules: Readonly<Record<ElementwiseName, ElementwiseRule>> = {
  Add: wrapped(({ arg }) => `${arg(0)} + ${arg(1)}`),
  Relu: wrapped(({ arg }) => `op_relu(${arg(0)})`),
} as Readonly<Record<ElementwiseName, ElementwiseRule>>;
