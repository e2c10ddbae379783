/**
 * 8-bit activations that can be read off the graph, before a MatMul, Gemm or Conv: static as QuantizeLinear and
 * DequantizeLinear with one scale a tensor, dynamic as the nodes of `graph/passes/dynamicQuantization.ts` with a scale
 * a row or a sample. This file defines what is fused; all else runs node by node and gives the same numbers.
 */
import { dynamicFloor, dynamicLevels } from '../../../../graph/passes/dynamicQuantization.ts';
import type { NodeView } from '../lowering.ts';

export interface Activation {
  /** Where the f32 activation stands: an input of one of the nodes that are read through. */
  readonly source: { readonly view: NodeView; readonly index: number };
  /** Undefined where each row or sample finds its own. */
  readonly scale: number | undefined;
  /** The signed code that stands for 0, and the range of signed codes; unsigned codes are shifted by 128. */
  readonly zero: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The quantized activation behind input 0.
 *
 * @param sharing `rows`: a dynamic scale must belong to a row (the last axis); `samples`: to all but the first axis
 */
export function activationOf(view: NodeView, sharing: 'rows' | 'samples'): Activation | undefined {
  return staticActivation(view) ?? dynamicActivation(view, sharing);
}

// ---------------------------------------------------------------------------------------------

function staticActivation(view: NodeView): Activation | undefined {
  const back = producerOf(view, 0, 'DequantizeLinear');
  const forth = back && producerOf(back, 0, 'QuantizeLinear');
  if (!back || !forth || forth.text('precision') !== '' || forth.inputTypes[0]?.dtype !== 'f32') return undefined;
  const { dtype } = forth.outputTypes[0];
  const [scale, scaleBack] = [numberAt(forth, 1), numberAt(back, 1)];
  const [zero, zeroBack] = [zeroPointOf(forth), zeroPointOf(back)];
  if (scale === undefined || scale !== scaleBack || zero === undefined || zero !== zeroBack) return undefined;
  if ((dtype !== 'i8' && dtype !== 'u8') || forth.inputTypes[1]?.dtype !== 'f32' || scale <= 0) return undefined;
  const shift = dtype === 'u8' ? 128 : 0;
  return { source: { view: forth, index: 0 }, scale, zero: zero - shift, least: -128, most: 127 };
}

function dynamicActivation(view: NodeView, sharing: 'rows' | 'samples'): Activation | undefined {
  const back = producerOf(view, 0, 'Mul');
  const round = back && producerOf(back, 0, 'Round');
  const ratio = round && producerOf(round, 0, 'Div');
  const scale = back && producerOf(back, 1, 'Max');
  const level = scale && producerOf(scale, 0, 'Mul');
  const largest = level && producerOf(level, 0, 'ReduceMax');
  const magnitude = largest && producerOf(largest, 0, 'Abs');
  if (!ratio || !scale || !level || !largest || !magnitude) return undefined;
  if (ratio.node.inputs[1] !== scale.node.outputs[0] || magnitude.node.inputs[0] !== ratio.node.inputs[0])
    return undefined;
  if (numberAt(level, 1) !== Math.fround(1 / dynamicLevels) || numberAt(scale, 1) !== Math.fround(dynamicFloor))
    return undefined;
  if (!sharesScale(largest, sharing)) return undefined;
  return { source: { view: ratio, index: 0 }, scale: undefined, zero: 0, least: -dynamicLevels, most: dynamicLevels };
}

function producerOf(view: NodeView, index: number, operator: string): NodeView | undefined {
  const producer = view.producer(index);
  return producer?.node.operator === operator ? producer : undefined;
}

/** A known input of one element. */
function numberAt(view: NodeView, index: number): number | undefined {
  const data = view.known(index)?.data;
  return data?.length === 1 ? data[0] : undefined;
}

const zeroPointOf = (view: NodeView): number | undefined => (view.node.inputs[2] ? numberAt(view, 2) : 0);

function sharesScale(largest: NodeView, sharing: 'rows' | 'samples'): boolean {
  const rank = largest.inputTypes[0]?.shape.length ?? 0;
  const axes = [...(largest.known(1)?.data ?? [])].map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  const wanted = sharing === 'rows' ? [rank - 1] : Array.from({ length: rank - 1 }, (_, i) => i + 1);
  return largest.int('keepdims') === 1 && axes.join() === wanted.join();
}
