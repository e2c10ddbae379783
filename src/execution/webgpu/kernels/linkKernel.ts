/**
 * Puts a kernel's text together: extensions, the prelude of `alias` and `const`, the epilogue, the texts of the
 * declaration. Gives each specialisation its readable label and its pipeline key. Writes no algorithm: a variant that
 * needs other code is another file or entry point.
 */
import { invariant } from '../../../core/errors.ts';
import type { AnyCall, Kernel, KernelNeed } from './defineKernel.ts';

/** A kernel with all its numbers and types fixed: what one pipeline is made from. */
export interface LinkedKernel {
  readonly kernel: Kernel;
  /** `matmul_tiled.TILE8.add_relu`: name, what differs from usual, epilogue. */
  readonly label: string;
  readonly code: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly sizes: Readonly<Record<string, number>>;
  /** Access of each storage binding, in order. */
  readonly bindings: readonly LinkedBinding[];
  /** Equal keys give equal pipelines. */
  readonly key: string;
}

export interface LinkedBinding {
  readonly name: string;
  readonly access: 'read' | 'read_write';
  readonly element: string;
}

/** Stops on a fault of ours when a call sets what the declaration does not have. */
export function linkKernel(kernel: Kernel, call: AnyCall): LinkedKernel {
  const constants = fill(kernel, 'constants', kernel.constants, call.constants);
  const sizes = fill(kernel, 'sizes', kernel.sizes, call.sizes);
  const types = fillTypes(kernel, call.types);
  invariant(kernel.epilogue || !call.epilogue, `the kernel ${kernel.name} takes no epilogue`);
  const own = Object.entries(kernel.bindings).map(([name, spec]) => bindingOf(name, spec));
  const extra = (call.epilogue?.bindings ?? []).map(({ name, element }) => ({
    name,
    access: 'read' as const,
    element,
  }));
  const bindings = [...own, ...extra];
  const code = [
    extensions(kernel.needs, types),
    ...Object.entries(types).map(([name, type]) => `alias ${name} = ${type};`),
    ...Object.entries(sizes).map(([name, value]) => `const ${name}: u32 = ${value}u;`),
    ...extra.map(({ name, element }, i) => declare(name, element, own.length + i)),
    ...(kernel.epilogue ? [call.epilogue?.text ?? identityEpilogue] : []),
    ...kernel.source,
  ].join('\n');
  const label = labelOf(kernel, constants, sizes, types, call.epilogue?.label);
  const key = `${kernel.entryPoint}|${Object.values(constants).join(',')}|${code}`;
  return { kernel, label, code, constants, sizes, bindings, key };
}

/** WGSL type of a binding's elements and its access, from `read Elem`. */
export function bindingOf(name: string, spec: string): LinkedBinding {
  const access = spec.startsWith('read_write ') ? 'read_write' : 'read';
  return { name, access, element: spec.slice(access.length + 1) };
}

// ---------------------------------------------------------------------------------------------

const identityEpilogue = 'fn epilogue(value: f32, index: u32) -> f32 { return value; }';

const extensionLines: Readonly<Record<KernelNeed, string>> = {
  f16: 'enable f16;',
  // Who calls a subgroup's function sees to it that all who share have not returned.
  subgroups: 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);',
  'packed-dot': 'requires packed_4x8_integer_dot_product;',
};

function extensions(needs: readonly KernelNeed[], types: Readonly<Record<string, string>>): string {
  const half = Object.values(types).some((type) => type.includes('f16'));
  const all = new Set<KernelNeed>([...needs, ...(half ? (['f16'] as const) : [])]);
  const lines = [...all].map((need) => extensionLines[need]);
  return lines.sort().join('\n');
}

const declare = (name: string, element: string, binding: number): string =>
  `@group(0) @binding(${binding}) var<storage, read> ${name}: array<${element}>;`;

function fill(
  kernel: Kernel,
  door: 'constants' | 'sizes',
  usual: Readonly<Record<string, number>>,
  given: Readonly<Record<string, number | undefined>> = {},
): Record<string, number> {
  const filled: Record<string, number> = { ...usual };
  for (const [name, value] of Object.entries(given)) {
    invariant(name in usual, `the kernel ${kernel.name} has no ${name} among its ${door}`);
    if (value !== undefined) filled[name] = value;
  }
  return filled;
}

function fillTypes(
  kernel: Kernel,
  given: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string>> {
  const usual = Object.entries(kernel.types).map(([name, choices]) => [name, given[name] ?? choices[0]] as const);
  for (const [name, type] of Object.entries(given))
    invariant(
      type === undefined || kernel.types[name]?.includes(type),
      `the kernel ${kernel.name} has no ${name} = ${type} among its types`,
    );
  return Object.fromEntries(usual);
}

function labelOf(
  kernel: Kernel,
  constants: Readonly<Record<string, number>>,
  sizes: Readonly<Record<string, number>>,
  types: Readonly<Record<string, string>>,
  epilogue: string | undefined,
): string {
  const changed = (usual: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>) =>
    Object.keys(now).flatMap((name) => (now[name] === usual[name] ? [] : [`${name.toLowerCase()}${now[name]}`]));
  const otherTypes = Object.entries(types).flatMap(([name, type]) => (type === kernel.types[name][0] ? [] : [type]));
  const parts = [
    ...otherTypes,
    ...changed(kernel.constants, constants),
    ...changed(kernel.sizes, sizes),
    ...(epilogue ? [epilogue] : []),
  ];
  return [kernel.name, ...parts].join('.');
}
