/** Numbers of packed parameters by name, to compare and to change. */
import { invariant } from '../../../core/errors.ts';
import type { Kernel } from '../kernels/defineKernel.ts';
import { paramLayout } from '../kernels/params.ts';

export interface ParamPlace {
  get(): number;
  set(value: number): void;
}

/** Where a scalar parameter of a kernel stands in a call's bytes. */
export function paramAt(kernel: Kernel, bytes: ArrayBuffer, name: string): ParamPlace {
  const type = kernel.params[name];
  const offset = paramLayout(kernel.params).offsets[name];
  const view = new DataView(bytes);
  if (type === 'f32')
    return { get: () => view.getFloat32(offset, true), set: (value) => view.setFloat32(offset, value, true) };
  invariant(type === 'u32', `the parameter "${name}" of ${kernel.name} is no number of a join`);
  return { get: () => view.getUint32(offset, true), set: (value) => view.setUint32(offset, value, true) };
}
