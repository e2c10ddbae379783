/** TensorProto out of typed data: always raw_data, little-endian, two 4-bit integers a byte with the first one low. */
import type { DType, TensorData } from '../../../tensor/dtype.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { codeOfDType } from '../elementTypes.ts';
import { MessageWriter } from './protoWriter.ts';

/** A TensorProto; an empty name is left out. */
export function encodeTensor(name: string, tensor: Tensor): MessageWriter {
  const message = new MessageWriter();
  message.ints(1, tensor.shape);
  message.int(2, codeOfDType(tensor.dtype));
  if (name) message.text(8, name);
  message.bytes(9, rawBytes(tensor.dtype, tensor.data));
  return message;
}

/** The bytes of typed data; a view where they lie as the file wants them. */
function rawBytes(dtype: DType, data: TensorData): Uint8Array {
  if (dtype === 'i4' || dtype === 'u4') return packNibbles(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

// ---------------------------------------------------------------------------------------------

function packNibbles(data: TensorData): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(data.length / 2));
  for (let i = 0; i < data.length; i++) bytes[i >> 1] |= (Number(data[i]) & 15) << (4 * (i & 1));
  return bytes;
}
