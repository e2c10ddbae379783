/** Bitwise functions of two integers, exact for every integer dtype. */
import type { DType } from '../../../tensor/dtype.ts';

/** @returns the function on numbers; 64-bit integers go through bigint, the rest through 32-bit words */
export function bitwise(operation: 'and' | 'or' | 'xor', dtype: DType): (a: number, b: number) => number {
  if (dtype === 'i64') return (a, b) => Number(onWords(operation, BigInt(a), BigInt(b)));
  const signed = (a: number, b: number) => onNumbers(operation, a, b);
  return dtype === 'u32' ? (a, b) => signed(a, b) >>> 0 : signed;
}

// ---------------------------------------------------------------------------------------------

function onNumbers(operation: 'and' | 'or' | 'xor', a: number, b: number): number {
  switch (operation) {
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    default:
      return operation satisfies never;
  }
}

function onWords(operation: 'and' | 'or' | 'xor', a: bigint, b: bigint): bigint {
  switch (operation) {
    case 'and':
      return a & b;
    case 'or':
      return a | b;
    case 'xor':
      return a ^ b;
    default:
      return operation satisfies never;
  }
}
