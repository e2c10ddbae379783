/** A call of a script: its arguments are looked at before they are sent, and its faults are told by a sentence. */
import { DecantError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { checkCall, faultOf } from '../studio/requests.ts';
import type { Caller } from './rpc.ts';

/** @throws DecantError `studio/request` naming the field that does not fit */
export async function checkedCall(
  caller: Caller,
  method: string,
  args: readonly unknown[],
  options?: TaskOptions,
): Promise<unknown> {
  checkCall(method, args);
  checkTask(method, options);
  try {
    return await caller.call(method, args, options);
  } catch (error) {
    throw error instanceof DecantError && error.code === 'fault' ? faultOf(method, args, error) : error;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

function checkTask(method: string, options: TaskOptions = {}): void {
  const wrong =
    typeof options !== 'object' || options === null
      ? 'options'
      : options.signal !== undefined && !(options.signal instanceof AbortSignal)
        ? 'signal'
        : options.onProgress !== undefined && typeof options.onProgress !== 'function'
          ? 'onProgress'
          : undefined;
  if (wrong === undefined) return;
  throw new DecantError(
    'studio/request',
    `"${method}": ${wrong} does not fit; the last argument is { signal: an AbortSignal, onProgress: a function }.`,
    { method, path: wrong },
  );
}
