/** A chain of elementwise operators in one dispatch. The text is the frame; the linker writes what happens to an element. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import frame from '#shaders/elementwise/elementwise.wgsl?raw';
import type { BindingSpec } from '../defineKernel.ts';
import { defineKernel } from '../defineKernel.ts';
import type { Chain } from './chain.ts';
import { chainText } from './chain.ts';

/** Index terms that Params has room for, over all operands of a chain. */
export const mostTerms = 24;

/** Bindings that a chain may use: what every device offers. */
export const mostBindings = 8;

/** The kernel of a chain whose threads compute 1 or 4 elements each. */
export function elementwiseKernel(chain: Chain, width: 1 | 4) {
  const inputs = chain.inputs.map(({ element }, k): [string, BindingSpec] => [`in${k}`, `read ${element}`]);
  const outputs = chain.outputs.map(({ element }, k): [string, BindingSpec] => [`out${k}`, `read_write ${element}`]);
  const bindings: Readonly<Record<string, BindingSpec>> = Object.fromEntries([...inputs, ...outputs]);
  return defineKernel({
    name: `elementwise.${chain.label}`,
    source: [chainText(chain, width), indexing, frame],
    constants: { WORKGROUP: 64 },
    params: { count: 'u32', terms: `array<vec4<u32>, 24>` },
    bindings,
    workgroup: ['WORKGROUP'],
    grid: ({ count }, { WORKGROUP }) => [Math.ceil(count / WORKGROUP)],
  });
}
