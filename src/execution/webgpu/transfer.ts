/**
 * Between tensors and what lies on the GPU: every element one 32-bit word. f16 is widened to f32 on the way up and
 * rounded on the way down; i64 must fit 32 bits; narrow integers are widened to i32; bool becomes 0 or 1 in a u32.
 */
import { ExecutionError } from '../../core/errors.ts';
import type { DType } from '../../tensor/dtype.ts';
import { fromHalf, toHalf } from '../../tensor/half.ts';
import type { Tensor } from '../../tensor/tensor.ts';

export type DeviceData = Float32Array<ArrayBufferLike> | Int32Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>;

/**
 * @param name of the value, for the error
 * @throws ExecutionError `webgpu/i64-range` when a 64-bit integer does not fit 32 bits
 */
export function toDeviceData(name: string, tensor: Tensor): DeviceData {
  const { dtype, data } = tensor;
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint32Array) return data;
  if (data instanceof BigInt64Array) return narrow(name, data);
  if (dtype === 'f16') return Float32Array.from(data, fromHalf);
  if (dtype === 'bool') return Uint32Array.from(data, (x) => (x ? 1 : 0));
  return Int32Array.from(data);
}

/** Words as read back from the GPU, as a tensor of a dtype. */
export function fromDeviceData(dtype: DType, shape: readonly number[], bytes: ArrayBuffer): Tensor {
  return { dtype, shape, data: dataFrom(dtype, bytes) };
}

// ---------------------------------------------------------------------------------------------

function dataFrom(dtype: DType, bytes: ArrayBuffer): Tensor['data'] {
  switch (dtype) {
    case 'f32':
      return new Float32Array(bytes);
    case 'f16':
      return Uint16Array.from(new Float32Array(bytes), toHalf);
    case 'i32':
      return new Int32Array(bytes);
    case 'u32':
      return new Uint32Array(bytes);
    case 'i64':
      return BigInt64Array.from(new Int32Array(bytes), BigInt);
    case 'i8':
    case 'i4':
      return Int8Array.from(new Int32Array(bytes));
    case 'u8':
    case 'u4':
      return Uint8Array.from(new Int32Array(bytes));
    case 'bool':
      return Uint8Array.from(new Uint32Array(bytes));
    default:
      return dtype satisfies never;
  }
}

function narrow(name: string, data: BigInt64Array): Int32Array {
  return Int32Array.from(data, (value, i) => {
    const small = Number(BigInt.asIntN(32, value));
    if (BigInt(small) === value) return small;
    throw new ExecutionError(
      'webgpu/i64-range',
      `"${name}" holds ${value} at position ${i}; on WebGPU 64-bit integers must fit 32 bits. Use the onnx or reference executor.`,
      { value: name, position: i },
    );
  });
}
