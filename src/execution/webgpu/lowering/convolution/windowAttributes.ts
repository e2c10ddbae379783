/** The window attributes of a node, as the operators' own arithmetic takes them. */
import type { ConvAttributes } from '../../../../graph/operators/convolution/convInfer.ts';
import type { WindowAttributes } from '../../../../graph/operators/convolution/window.ts';
import type { NodeView } from '../lowering.ts';

export function windowAttributesOf(view: NodeView): WindowAttributes {
  const numbers = (name: string) => view.attribute(name) as readonly number[] | undefined;
  return {
    auto_pad: view.text('auto_pad') as WindowAttributes['auto_pad'],
    dilations: numbers('dilations'),
    pads: numbers('pads'),
    strides: numbers('strides'),
  };
}

/** A list attribute that may be left out. */
export const listOf = (view: NodeView, name: string): readonly number[] | undefined =>
  view.attribute(name) as readonly number[] | undefined;

/** The attributes of a Conv, ConvTranspose or ConvInteger. */
export const convAttributesOf = (view: NodeView): ConvAttributes => ({
  ...windowAttributesOf(view),
  group: view.int('group'),
  kernel_shape: listOf(view, 'kernel_shape'),
});
