/** Tensors as scripts write them, with the dtype names of numpy, to and from ours. */
import { DecantError } from '../core/errors.ts';
import type { DType, TensorData } from '../tensor/dtype.ts';
import { dtypes } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ScriptDType, ScriptTensor } from './api.ts';

const ours: Readonly<Record<ScriptDType, DType>> = {
  float32: 'f32',
  float16: 'f16',
  int64: 'i64',
  int32: 'i32',
  int8: 'i8',
  uint8: 'u8',
  uint32: 'u32',
  bool: 'bool',
};

const theirs: Readonly<Record<DType, ScriptDType>> = {
  f32: 'float32',
  f16: 'float16',
  i64: 'int64',
  i32: 'int32',
  i8: 'int8',
  u8: 'uint8',
  u32: 'uint32',
  bool: 'bool',
  i4: 'int8',
  u4: 'uint8',
};

/** @throws DecantError `studio/tensor` when dtype, shape and data do not fit together */
export function fromScript(name: string, given: ScriptTensor): Tensor {
  const dtype = ours[given?.dtype];
  if (!dtype) refuse(name, `dtype is ${JSON.stringify(given?.dtype)}; it is one of ${Object.keys(ours).join(', ')}`);
  const { shape, data } = given;
  const dims = Array.isArray(shape) && shape.every((dim) => Number.isInteger(dim) && dim >= 0);
  if (!dims) refuse(name, `shape is ${JSON.stringify(shape)}; it is a list of whole numbers`);
  if (!isDataOf(dtype, data)) refuse(name, `data of ${given.dtype} is a ${dtypes[dtype].array.name}`);
  if (data.length !== sizeOf(shape)) refuse(name, `${data.length} values do not fill ${shape.join('×') || 'a scalar'}`);
  return { dtype, shape, data };
}

export const toScript = ({ dtype, shape, data }: Tensor): ScriptTensor => ({ dtype: theirs[dtype], shape, data });

// ---------------------------------------------------------------------------------------------

const isDataOf = (dtype: DType, data: unknown): data is TensorData => data instanceof dtypes[dtype].array;

function refuse(name: string, fault: string): never {
  throw new DecantError('studio/tensor', `Input "${name}": ${fault}.`, { input: name });
}
