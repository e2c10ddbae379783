/** ONNX's element types by code (TensorProto.DataType), and which of them are ours. */
import type { DType } from '../../tensor/dtype.ts';

interface ElementType {
  readonly word: string;
  readonly dtype?: DType;
}

/** Every code of onnx.proto, in order. */
const elementTypes: readonly ElementType[] = [
  { word: 'undefined' },
  { word: 'float', dtype: 'f32' },
  { word: 'uint8', dtype: 'u8' },
  { word: 'int8', dtype: 'i8' },
  { word: 'uint16' },
  { word: 'int16' },
  { word: 'int32', dtype: 'i32' },
  { word: 'int64', dtype: 'i64' },
  { word: 'string' },
  { word: 'bool', dtype: 'bool' },
  { word: 'float16', dtype: 'f16' },
  { word: 'double' },
  { word: 'uint32', dtype: 'u32' },
  { word: 'uint64' },
  { word: 'complex64' },
  { word: 'complex128' },
  { word: 'bfloat16' },
  { word: 'float8e4m3fn' },
  { word: 'float8e4m3fnuz' },
  { word: 'float8e5m2' },
  { word: 'float8e5m2fnuz' },
  { word: 'uint4', dtype: 'u4' },
  { word: 'int4', dtype: 'i4' },
  { word: 'float4e2m1' },
  { word: 'float8e8m0' },
  { word: 'uint2' },
  { word: 'int2' },
];

/** Our dtype of a code, or undefined when Decant does not compute with it. */
export const dtypeOfCode = (code: number): DType | undefined => elementTypes[code]?.dtype;

/** ONNX's word for a code: "bfloat16". */
export const wordOfCode = (code: number): string => elementTypes[code]?.word ?? `element type ${code}`;

/** ONNX's code of a dtype. */
export const codeOfDType = (dtype: DType): number => elementTypes.findIndex((type) => type.dtype === dtype);

/** The words of the element types that Decant computes with, for messages. */
export const knownWords = elementTypes.flatMap((type) => (type.dtype ? [type.word] : [])).join(', ');
