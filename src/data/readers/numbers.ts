/** Numbers as they lie in idx and npy files, either byte order, brought to what a dataset holds: uint8 or f32. */
import { fromHalf } from '../../tensor/half.ts';

interface NumberType {
  readonly bytes: number;
  readonly integer: boolean;
  read(view: DataView, offset: number, littleEndian: boolean): number;
}

/** Named as numpy names them, without the byte order: kind, then bytes. */
export const numberTypes = {
  b1: { bytes: 1, integer: true, read: (view, at) => (view.getUint8(at) ? 1 : 0) },
  u1: { bytes: 1, integer: true, read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, integer: true, read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, integer: true, read: (view, at, little) => view.getUint16(at, little) },
  i2: { bytes: 2, integer: true, read: (view, at, little) => view.getInt16(at, little) },
  u4: { bytes: 4, integer: true, read: (view, at, little) => view.getUint32(at, little) },
  i4: { bytes: 4, integer: true, read: (view, at, little) => view.getInt32(at, little) },
  u8: { bytes: 8, integer: true, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { bytes: 8, integer: true, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { bytes: 2, integer: false, read: (view, at, little) => fromHalf(view.getUint16(at, little)) },
  f4: { bytes: 4, integer: false, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, integer: false, read: (view, at, little) => view.getFloat64(at, little) },
} as const satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof numberTypes;

/** All numbers in `bytes`: as they are when they are unsigned bytes, else rounded to f32. */
export function decodeValues(
  bytes: Uint8Array,
  type: NumberTypeName,
  littleEndian: boolean,
): Uint8Array | Float32Array {
  if (type === 'u1') return bytes;
  const row: NumberType = numberTypes[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength / row.bytes);
  for (let i = 0; i < values.length; i++) values[i] = row.read(view, i * row.bytes, littleEndian);
  return values;
}
