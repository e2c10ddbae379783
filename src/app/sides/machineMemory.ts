/**
 * The memory that a network may take here: what the browser says of this machine, and what WebAssembly can address where
 * it runs there. A browser rounds the former and says no more than a few gigabytes; some say nothing.
 * Source: Device Memory, https://www.w3.org/TR/device-memory/; WebAssembly's 32-bit memories end at 4 GiB.
 */
import type { Readiness } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import type { Memory } from './budgetVerdict.ts';

const GIGABYTE = 2 ** 30;
const WASM_GIGABYTES = 4;

/** Null where neither is known to bound it. */
export function machineMemory(readiness: Pick<Readiness, 'chosen'> | null): Memory | null {
  const said: unknown = typeof navigator === 'undefined' ? undefined : Reflect.get(navigator, 'deviceMemory');
  const machine = typeof said === 'number' && said > 0 ? said : Number.POSITIVE_INFINITY;
  const wasm = readiness?.chosen.executor === 'onnx' ? WASM_GIGABYTES : Number.POSITIVE_INFINITY;
  const least = Math.min(machine, wasm);
  if (!Number.isFinite(least)) return null;
  const name = wasm < machine ? t('memory of WebAssembly') : t('memory of this machine');
  return { bytes: least * GIGABYTE, name };
}
