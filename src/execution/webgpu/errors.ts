/** What can go wrong on the device, as errors that name what was being done. */
import { ExecutionError } from '../../core/errors.ts';

/** What the device was asked to do. */
export interface Doing {
  /** As a sentence part: "allocating the buffer of conv1.weight". */
  readonly what: string;
  readonly node?: string;
  readonly kernel?: string;
  readonly bytes?: number;
}

export type DeviceErrorCode = 'webgpu/device-lost' | 'webgpu/out-of-memory' | 'webgpu/validation' | 'webgpu/internal';

const words: Readonly<Record<DeviceErrorCode, string>> = {
  'webgpu/device-lost': 'The GPU device was lost',
  'webgpu/out-of-memory': 'The GPU ran out of memory',
  'webgpu/validation': 'WebGPU refused a command',
  'webgpu/internal': 'The GPU driver failed',
};

const nextSteps: Readonly<Record<DeviceErrorCode, string>> = {
  'webgpu/device-lost': 'Nothing of this run was kept; compile again to continue on a new device.',
  'webgpu/out-of-memory': 'Use a smaller batch or a smaller model, or close other tabs.',
  'webgpu/validation': 'This is a fault of Decant; please report it. The onnx executor can run the model.',
  'webgpu/internal': 'Update the graphics driver, or choose the onnx executor.',
};

export function deviceError(code: DeviceErrorCode, doing: Doing, detail: string): ExecutionError {
  const size = doing.bytes === undefined ? '' : ` (${doing.bytes} bytes)`;
  const message = `${words[code]} while ${doing.what}${size}: ${sentence(detail)} ${nextSteps[code]}`;
  return new ExecutionError(code, message, { ...doing, detail });
}

/** Whether something thrown is one of these errors. */
export const isExecutionError = (thrown: unknown, code: DeviceErrorCode): thrown is ExecutionError =>
  thrown instanceof ExecutionError && thrown.code === code;

/** Runs a synchronous piece of device work and gathers the errors it caused, without waiting before the next piece. */
export function watched<T>(
  gpuDevice: GPUDevice,
  doing: Doing,
  work: () => T,
): { readonly value: T; readonly checked: Promise<void> } {
  for (const { filter } of scopes) gpuDevice.pushErrorScope(filter);
  try {
    const value = work();
    return { value, checked: popScopes(gpuDevice, doing) };
  } catch (error) {
    popScopes(gpuDevice, doing).catch(() => {});
    throw error;
  }
}

// ---------------------------------------------------------------------------------------------

function sentence(detail: string): string {
  const text = detail.trim() || 'no reason was given';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const scopes = [
  { filter: 'internal', code: 'webgpu/internal' },
  { filter: 'validation', code: 'webgpu/validation' },
  { filter: 'out-of-memory', code: 'webgpu/out-of-memory' },
] as const;

async function popScopes(gpuDevice: GPUDevice, doing: Doing): Promise<void> {
  const popped = [...scopes].reverse().map(async ({ code }) => ({ code, error: await gpuDevice.popErrorScope() }));
  for (const { code, error } of await Promise.all(popped)) if (error) throw deviceError(code, doing, error.message);
}
