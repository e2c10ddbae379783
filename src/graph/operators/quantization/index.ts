/** Quantization: between numbers and codes, and products of codes. */
import type { Operator } from '../../operator.ts';
import type { QuantizationName } from '../names.ts';
import { convInteger } from './convInteger.ts';
import { dequantizeLinear } from './dequantizeLinear.ts';
import { dynamicQuantizeLinear } from './dynamicQuantizeLinear.ts';
import { matMulInteger } from './matMulInteger.ts';
import { matMulNBits } from './matMulNBits.ts';
import { qLinearConv } from './qLinearConv.ts';
import { qLinearMatMul } from './qLinearMatMul.ts';
import { quantizeLinear } from './quantizeLinear.ts';

export const quantization = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  MatMulInteger: matMulInteger,
  ConvInteger: convInteger,
  QLinearMatMul: qLinearMatMul,
  QLinearConv: qLinearConv,
  MatMulNBits: matMulNBits,
} satisfies Record<QuantizationName, Operator>;
