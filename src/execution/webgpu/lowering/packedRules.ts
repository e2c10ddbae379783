/** The rules for packed weights, loaded with the first graph that has any. */
import { invariant } from '../../../core/errors.ts';
import type { PackedRules } from './quantization/packedRules.ts';

let loaded: PackedRules | undefined;

export async function loadPackedRules(): Promise<void> {
  loaded ??= (await import('./quantization/packedRules.ts')).packedRules;
}

export function packedRules(): PackedRules {
  invariant(loaded, 'the kernels for packed weights are not loaded');
  return loaded;
}
