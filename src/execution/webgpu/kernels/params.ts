/** The uniform `Params` of a kernel: byte layout by WGSL's rules for the uniform address space, and packing. */
import { invariant } from '../../../core/errors.ts';

export type ParamType =
  | 'u32'
  | 'i32'
  | 'f32'
  | 'vec4<u32>'
  | 'vec4<i32>'
  | 'vec4<f32>'
  | `array<vec4<u32>, ${number}>`
  | `array<vec4<i32>, ${number}>`
  | `array<vec4<f32>, ${number}>`;

/** Vectors and arrays are given as flat lists; a list that is too short is filled with zeros. */
export type ParamValue<T extends ParamType> = T extends 'u32' | 'i32' | 'f32' ? number : readonly number[];

/** Bytes that are bound for every call: the largest Params that a kernel may declare. */
export const largestParams = 512;

/** Byte offset of each field, and the bytes of the whole struct. */
export function paramLayout(params: Readonly<Record<string, ParamType>>): {
  readonly offsets: Readonly<Record<string, number>>;
  readonly bytes: number;
} {
  const offsets: Record<string, number> = {};
  let end = 0;
  for (const [name, type] of Object.entries(params)) {
    const { words, align } = shapeOf(type);
    end = Math.ceil(end / align) * align;
    offsets[name] = end;
    end += words * 4;
  }
  return { offsets, bytes: Math.max(16, Math.ceil(end / 16) * 16) };
}

/** The bytes of one call's parameters. */
export function packParams(
  params: Readonly<Record<string, ParamType>>,
  values: Readonly<Record<string, number | readonly number[]>>,
): ArrayBuffer {
  const { offsets, bytes } = paramLayout(params);
  const view = new DataView(new ArrayBuffer(bytes));
  for (const [name, type] of Object.entries(params)) {
    const value = values[name];
    invariant(value !== undefined, `the parameter "${name}" was left out`);
    const list = typeof value === 'number' ? [value] : value;
    const { words, scalar } = shapeOf(type);
    invariant(list.length <= words, `the parameter "${name}" takes ${words} numbers, but ${list.length} were given`);
    list.forEach((item, i) => {
      put(view, offsets[name] + 4 * i, scalar, item, name);
    });
  }
  return view.buffer;
}

// ---------------------------------------------------------------------------------------------

type Scalar = 'u32' | 'i32' | 'f32';

function shapeOf(type: ParamType): { words: number; align: number; scalar: Scalar } {
  if (type === 'u32' || type === 'i32' || type === 'f32') return { words: 1, align: 4, scalar: type };
  const match = /^(?:array<)?vec4<(u32|i32|f32)>(?:, (\d+)>)?$/.exec(type);
  invariant(match, `"${type}" is not a type of a parameter`);
  const scalar = match[1] === 'f32' ? 'f32' : match[1] === 'i32' ? 'i32' : 'u32';
  return { words: 4 * Number(match[2] ?? 1), align: 16, scalar };
}

function put(view: DataView, offset: number, scalar: Scalar, value: number, name: string): void {
  if (scalar === 'f32') view.setFloat32(offset, value, true);
  else {
    const fits = Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
    invariant(fits, `the parameter "${name}" is ${value}, which is no 32-bit integer`);
    if (scalar === 'i32') view.setInt32(offset, value, true);
    else view.setUint32(offset, value, true);
  }
}
