/** Every kernel's declaration against its WGSL text, and the packing of parameters. */

import { describe, expect, test } from 'vitest';
import { checkKernel } from './checkKernel.ts';
import type { Kernel } from './defineKernel.ts';
import { linkKernel } from './linkKernel.ts';
import { stridedCopy } from './movement/stridedCopy.ts';
import { copy } from './parameters/copy.ts';
import { packParams, paramLayout } from './params.ts';

const modules = import.meta.glob<Record<string, unknown>>(['./*/*.ts', '!./**/*.test.ts'], { eager: true });
const isKernel = (value: unknown): value is Kernel =>
  typeof value === 'object' && value !== null && 'bindings' in value && 'grid' in value && 'source' in value;
/** Kernels stand by themselves or in tables by width. */
const kernels = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .flatMap((value) => (isKernel(value) ? [value] : Object.values(value ?? {}).filter(isKernel)));

describe('declarations', () => {
  test('are found', () => expect(kernels.length).toBeGreaterThan(20));

  test.each(kernels.map((kernel) => [kernel.name, kernel] as const))('%s agrees with its text', (_, kernel) => {
    expect(checkKernel(kernel)).toEqual([]);
  });

  test('have names of their own', () => {
    const names = kernels.map(({ name, entryPoint }) => `${name} ${entryPoint}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('disagreements are told', () => {
    const wrong: Kernel = { ...copy, params: { size: 'u32' }, bindings: { source: 'read u32' }, constants: {} };
    expect(checkKernel(wrong)).toHaveLength(3);
  });
});

describe('parameters', () => {
  test('lie as WGSL lays out a uniform', () => {
    expect(paramLayout({ a: 'u32', b: 'vec4<f32>', c: 'f32' })).toEqual({ offsets: { a: 0, b: 16, c: 32 }, bytes: 48 });
  });

  test('are packed by type; lists that are too short end in zeros', () => {
    const bytes = packParams({ a: 'i32', b: 'f32', c: 'vec4<u32>' }, { a: -1, b: 0.5, c: [7, 8] });
    expect([...new Uint32Array(bytes)]).toEqual([0xffffffff, 0x3f000000, 0, 0, 7, 8, 0, 0]);
  });

  test('refuse what is no 32-bit integer', () => {
    expect(() => packParams({ a: 'u32' }, { a: 0.5 })).toThrow(/"a" is 0.5/);
    expect(() => packParams({ a: 'u32' }, {})).toThrow(/"a" was left out/);
  });
});

describe('linking', () => {
  const call = { params: {}, bindings: {} };

  test('labels say what differs from the usual', () => {
    expect(linkKernel(stridedCopy, { ...call, constants: { AXES: 2 }, types: { Word: 'vec4<u32>' } }).label).toBe(
      'strided_copy.vec4<u32>.axes2',
    );
  });

  test('other constants give another key, the same code', () => {
    const [a, b] = [2, 3].map((AXES) => linkKernel(stridedCopy, { ...call, constants: { AXES } }));
    expect(a!.code).toBe(b!.code);
    expect(a!.key).not.toBe(b!.key);
  });

  test('refuses what the declaration does not have', () => {
    expect(() => linkKernel(copy, { ...call, constants: { TILE: 8 } })).toThrow(/copy has no TILE/);
    expect(() => linkKernel(stridedCopy, { ...call, types: { Word: 'f16' } })).toThrow(/no Word = f16/);
  });
});
