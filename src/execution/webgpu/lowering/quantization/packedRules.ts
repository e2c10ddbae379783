/** Products and convolutions with packed weights: integer kernels where activations are quantized, else floats. */
import type { Convolution } from '../convolution/emitConvolution.ts';
import type { LoweringContext } from '../lowering.ts';
import type { Product } from '../matrix/product.ts';
import { emitIntegerConvolution, integerConvActivation } from './integerConvolution.ts';
import { emitIntegerProduct, integerActivation } from './integerProduct.ts';
import { emitPackedConvolution } from './packedConvolution.ts';
import { emitPackedProduct } from './packedProduct.ts';

export const packedRules = {
  product(context: LoweringContext, product: Product): void {
    const activation = integerActivation(context, product);
    if (activation) emitIntegerProduct(context, product, activation);
    else emitPackedProduct(context, product);
  },
  convolution(context: LoweringContext, conv: Convolution): void {
    const activation = integerConvActivation(context);
    const bias = context.optional(2);
    if (activation) emitIntegerConvolution(context, conv, activation, bias);
    else emitPackedConvolution(context, conv, context.input(0), bias);
  },
};

export type PackedRules = typeof packedRules;
