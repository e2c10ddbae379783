/** What Conv, ConvInteger and QLinearConv share: the shape rule, the window and the cost. */
import type { Dim } from '../../../tensor/shape.ts';
import { isConcrete, sizeOf } from '../../../tensor/shape.ts';
import type { CostContext, InferContext } from '../../operator.ts';
import { int, optional } from '../../operator.ts';
import type { Window, WindowAttributes } from './window.ts';
import { windowAttributes, windowDims, windowFault, windowOf } from './window.ts';

export const convAttributes = { ...windowAttributes, group: int(1), kernel_shape: optional.ints } as const;

export interface ConvAttributes extends WindowAttributes {
  readonly group: number;
  readonly kernel_shape: readonly number[] | undefined;
}

/** Shape of the output for X (N, C, ...) and W (M, C/group, ...). */
export function convShape(context: InferContext<ConvAttributes>, x: readonly Dim[], w: readonly Dim[]): readonly Dim[] {
  const { group } = context.attributes;
  if (group < 1) return context.fail(`group is ${group}; it must be at least 1.`);
  if (x.length < 3 || w.length !== x.length)
    return context.fail(`X has ${x.length} dimensions and W ${w.length}; both need the same number, at least 3.`);
  const kernel = kernelOf(context, w);
  const fault = windowFault(context.attributes, kernel, x.length - 2);
  if (fault) return context.fail(fault);
  const [channels, filters] = [x[1], w[0]];
  if (typeof channels === 'number' && typeof w[1] === 'number' && channels !== w[1] * group)
    return context.fail(`X has ${channels} channels, but W takes ${w[1]} in each of ${group} groups.`);
  if (typeof filters === 'number' && filters % group !== 0)
    return context.fail(`W has ${filters} filters, which do not divide into ${group} groups.`);
  return [x[0], filters, ...checked(context, windowDims(context.attributes, kernel, x.slice(2)))];
}

/** The kernel's shape, from the weight or, where that is not known, from the attribute. */
export function kernelOf(context: InferContext<ConvAttributes>, w: readonly Dim[]): readonly number[] {
  const kernel = w.slice(2);
  const { kernel_shape: declared } = context.attributes;
  if (!isConcrete(kernel)) return declared ?? context.fail('the shape of its kernel is not known.');
  if (declared && declared.join() !== kernel.join())
    return context.fail(`kernel_shape is ${declared.join('×')}, but W has a kernel of ${kernel.join('×')}.`);
  return kernel;
}

/** Refuses a window that does not fit into its input once. */
export function checked(context: Pick<InferContext, 'fail'>, spatial: readonly Dim[]): readonly Dim[] {
  if (spatial.some((dim) => typeof dim === 'number' && dim < 1))
    return context.fail(`the window does not fit into the padded input (the output would be ${spatial.join('×')}).`);
  return spatial;
}

/** The window of a convolution whose shapes are known. */
export const convWindow = (attributes: ConvAttributes, x: readonly number[], w: readonly number[]): Window =>
  windowOf(attributes, w.slice(2), x.slice(2));

/** A multiplication and an addition for each weight that meets an output. */
export function convFlops({ inputs, outputs }: Pick<CostContext, 'inputs' | 'outputs'>, weight: number): number {
  return 2 * sizeOf(outputs[0].shape) * sizeOf(inputs[weight]?.shape.slice(1) ?? []);
}
