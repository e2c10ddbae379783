/** Pow: multiplications and roots where the exponent is a small known number, else by squaring or the general power. */
import { elementOf } from '../bufferRef.ts';
import type { ElementwiseArguments } from './elementwiseRule.ts';

export function powExpression(args: ElementwiseArguments): string {
  const { arg, view, dtype } = args;
  const exponentType = elementOf(view.inputTypes[1]?.dtype ?? dtype);
  if (elementOf(dtype) === 'f32')
    return short(args) ?? `op_pow(${arg(0)}, ${exponentType === 'f32' ? arg(1) : `Float(${arg(1)})`})`;
  const alias = elementOf(dtype) === 'u32' ? 'Uint' : 'Int';
  if (exponentType === 'f32') return `${alias}(op_pow(Float(${arg(0)}), ${arg(1)}))`;
  return `${alias}(op_pow_int(Int(${arg(0)}), Int(${arg(1)})))`;
}

// ---------------------------------------------------------------------------------------------

/** Exponents that models use: squares, cubes, roots and their reciprocals. */
function short({ arg, view }: ElementwiseArguments): string | undefined {
  const exponent = view.known(1);
  if (exponent?.data.length !== 1) return undefined;
  const x = arg(0);
  switch (exponent.data[0]) {
    case 1:
      return x;
    case 2:
      return `${x} * ${x}`;
    case 3:
      return `${x} * ${x} * ${x}`;
    case 0.5:
      return `sqrt(${x})`;
    case -0.5:
      return `Float(1.0) / sqrt(${x})`;
    case -1:
      return `Float(1.0) / ${x}`;
    default:
      return undefined;
  }
}
