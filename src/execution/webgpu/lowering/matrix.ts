/** Matrix products on WebGPU: MatMul and Gemm over dense, 16-bit and packed weights, reading through transposes. */
import type { MatrixName } from '../../../graph/operators/names.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import type { Operand } from './matrix/operand.ts';
import { operandOf, transposed } from './matrix/operand.ts';
import type { Bias, Product } from './matrix/product.ts';
import { emitProduct } from './matrix/product.ts';
import { packedRules } from './packedRules.ts';
import { isPackedProduct } from './quantization/isPacked.ts';

export const matrix = {
  MatMul: { lower: lowerMatMul, packedInputs: [1], epilogueInputs: 2 },
  Gemm: { lower: lowerGemm, packedInputs: [1], epilogueInputs: 2 },
} satisfies Record<MatrixName, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerMatMul(context: LoweringContext): void {
  const a = operandOf(context, 0, 'row');
  const b = operandOf(context, 1, 'column');
  emit(context, { a, b, alpha: 1, bias: undefined });
}

function lowerGemm(context: LoweringContext): void {
  const a = turned(operandOf(context, 0, 'row'), context.int('transA'));
  const b = turned(operandOf(context, 1, 'column'), context.int('transB'));
  emit(context, { a, b, alpha: context.float('alpha'), bias: biasOf(context) });
}

function emit(context: LoweringContext, product: Product): void {
  if (isPackedProduct(product)) packedRules().product(context, product);
  else emitProduct(context, product);
}

const turned = (operand: Operand, flag: number): Operand => (flag ? transposed(operand) : operand);

/** Gemm's C, broadcast to (M, N). */
function biasOf(context: LoweringContext): Bias | undefined {
  const beta = context.float('beta');
  const shape = context.inputTypes[2]?.shape;
  if (!shape || beta === 0) return undefined;
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  return { buffer: context.input(2), beta, row: rows > 1 ? columns : 0, column: columns > 1 ? 1 : 0 };
}
