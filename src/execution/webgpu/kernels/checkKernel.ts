/**
 * Holds a declaration against its WGSL text, without a device: bindings by name, order, access and element; the fields
 * of `Params`; each `override` set; each alias and size used and not declared again; the workgroup's size.
 */

import type { Kernel } from './defineKernel.ts';
import { bindingOf } from './linkKernel.ts';
import { largestParams, paramLayout } from './params.ts';

/** Every disagreement as a sentence; empty when declaration and text agree. */
export function checkKernel(kernel: Kernel): string[] {
  const text = withoutComments(kernel.source.join('\n'));
  const about = (what: string, declared: string, written: string): string[] =>
    declared === written ? [] : [`${kernel.name}: ${what} declared as "${declared}", written as "${written}"`];
  const declaredBindings = Object.entries(kernel.bindings).map(([name, spec], i) => {
    const { access, element } = bindingOf(name, spec);
    return `${i} ${access} ${name} ${element}`;
  });
  const fields = Object.entries(kernel.params).map(([name, type]) => `${name}: ${type}`);
  const found = [
    ...about('bindings', declaredBindings.join('; '), storageBindings(text).join('; ')),
    ...about('fields of Params', fields.join('; '), paramsFields(text).join('; ')),
    ...about('overrides', Object.keys(kernel.constants).sort().join(), overrides(text).sort().join()),
    ...about('workgroup size', kernel.workgroup.join(', '), workgroupSize(text, kernel.entryPoint)),
  ];
  const unused = [...Object.keys(kernel.types), ...Object.keys(kernel.sizes)].filter(
    (name) => !new RegExp(`\\b${name}\\b`).test(text),
  );
  if (unused.length) found.push(`${kernel.name}: ${unused.join(', ')} of the prelude are not used`);
  if (declaredBindings.length > 8) found.push(`${kernel.name}: ${declaredBindings.length} bindings; 8 are portable`);
  if (paramLayout(kernel.params).bytes > largestParams) found.push(`${kernel.name}: Params exceed ${largestParams} B`);
  if (!/@group\(1\)\s*@binding\(0\)\s*var<uniform>\s*params\s*:\s*Params/.test(text))
    found.push(`${kernel.name}: params: Params should be the uniform at group 1, binding 0`);
  if (kernel.epilogue !== /\bepilogue\s*\(/.test(text))
    found.push(`${kernel.name}: epilogue is declared or called alone`);
  return found;
}

// ---------------------------------------------------------------------------------------------

const withoutComments = (text: string): string => text.replace(/\/\/[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');

function storageBindings(text: string): string[] {
  const pattern =
    /@group\(0\)\s*@binding\((\d+)\)\s*var<storage,\s*(read|read_write)>\s*(\w+)\s*:\s*array<((?:[^<>]|<[^<>]*>)+)>\s*;/g;
  return [...text.matchAll(pattern)].map(
    ([, binding, access, name, element]) => `${binding} ${access} ${name} ${element}`,
  );
}

function paramsFields(text: string): string[] {
  const body = /struct\s+Params\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
  const fields = body.matchAll(/(\w+)\s*:\s*((?:[^,<>]|<(?:[^<>]|<[^<>]*>)*>)+)\s*(?:,|$)/g);
  return [...fields].map(([, name, type]) => `${name}: ${type.trim()}`);
}

const overrides = (text: string): string[] => [...text.matchAll(/\boverride\s+(\w+)/g)].map(([, name]) => name);

function workgroupSize(text: string, entryPoint: string): string {
  const pattern = new RegExp(`@workgroup_size\\(([^)]*)\\)\\s*fn\\s+${entryPoint}\\b`);
  const size = pattern.exec(text)?.[1] ?? '';
  return size
    .split(',')
    .map((part) => part.trim().replace(/u$/, ''))
    .filter((part) => part !== '')
    .join(', ');
}
