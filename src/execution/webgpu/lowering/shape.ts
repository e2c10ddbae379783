/** Operators that move data: copies between strided views, or along indices. Reshapes are in `aliases.ts`. */
import type { ShapeName } from '../../../graph/operators/names.ts';
import { normalizeAxis, sizeOf, stridesOf } from '../../../tensor/shape.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { tensorFrom, toNumbers } from '../../../tensor/tensor.ts';
import { elementOf } from '../bufferRef.ts';
import { range } from '../kernels/movement/range.ts';
import { trilu } from '../kernels/movement/trilu.ts';
import { toDeviceData } from '../transfer.ts';
import type { AliasName } from './aliases.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import { lowerGather, lowerGatherElements, lowerGatherND, lowerOneHot } from './shape/gathers.ts';
import { lowerPad } from './shape/pad.ts';
import { lowerResize } from './shape/resize.ts';
import { lowerScatterElements, lowerScatterND } from './shape/scatters.ts';
import { lowerConcat, lowerSplit } from './shape/sideBySide.ts';
import { emitCopy, permutationOf, wholeView } from './views.ts';

export const shape = {
  Transpose: { lower: lowerTranspose },
  Concat: { lower: lowerConcat },
  Split: { lower: lowerSplit },
  Slice: { lower: lowerSlice },
  Pad: { lower: lowerPad },
  Gather: { lower: lowerGather, packedInputs: [0] },
  GatherElements: { lower: lowerGatherElements },
  GatherND: { lower: lowerGatherND },
  ScatterElements: { lower: lowerScatterElements },
  ScatterND: { lower: lowerScatterND },
  Tile: { lower: lowerTile },
  Trilu: { lower: lowerTrilu },
  OneHot: { lower: lowerOneHot },
  Range: { lower: lowerRange },
  // Follow from shapes and attributes, so they are known before running; only large constants come here.
  Size: { lower: lowerNumbers },
  Shape: { lower: lowerNumbers },
  Constant: { lower: lowerConstant },
  ConstantOfShape: { lower: lowerConstantOfShape },
  DepthToSpace: { lower: lowerDepthToSpace },
  SpaceToDepth: { lower: lowerSpaceToDepth },
  Resize: { lower: lowerResize },
} satisfies Record<Exclude<ShapeName, 'Expand' | AliasName>, Lowering>;

// ---------------------------------------------------------------------------------------------

function lowerTranspose(context: LoweringContext): void {
  const input = context.input(0);
  const output = context.output(0);
  const strides = stridesOf(input.shape);
  const perm = permutationOf(input.shape.length, context.attribute('perm'));
  const source = { buffer: input, offset: 0, strides: perm.map((axis) => strides[axis]) };
  emitCopy(context, output.shape, source, wholeView(output, output.shape));
}

function lowerSlice(context: LoweringContext): void {
  const input = context.input(0);
  const output = context.output(0);
  const strides = [...stridesOf(input.shape)];
  const starts = context.known(1)?.data ?? context.fail('its starts are not known before running.');
  const axes = context.known(3)?.data;
  const steps = context.known(4)?.data;
  let offset = 0;
  starts.forEach((start, i) => {
    const axis = normalizeAxis(axes?.[i] ?? i, input.shape.length);
    const step = steps?.[i] ?? 1;
    offset += firstIndex(start, step, input.shape[axis]) * strides[axis];
    strides[axis] *= step;
  });
  emitCopy(context, output.shape, { buffer: input, offset, strides }, wholeView(output, output.shape));
}

/** numpy's rule: counted from the end where negative, then held within the axis. */
function firstIndex(start: number, step: number, size: number): number {
  const counted = start < 0 ? start + size : start;
  return step > 0 ? Math.min(Math.max(counted, 0), size) : Math.min(Math.max(counted, -1), size - 1);
}

function lowerTile(context: LoweringContext): void {
  const input = context.input(0);
  const output = context.output(0);
  const strides = stridesOf(input.shape);
  const split = input.shape.flatMap((size, axis) => [size === 0 ? 0 : output.shape[axis] / size, size]);
  const source = { buffer: input, offset: 0, strides: strides.flatMap((stride) => [0, stride]) };
  emitCopy(context, split, source, wholeView(output, split));
}

function lowerTrilu(context: LoweringContext): void {
  const input = context.input(0);
  const [rows, columns] = input.shape.slice(-2);
  context.emit(trilu, {
    constants: { UPPER: context.int('upper') === 0 ? 0 : 1 },
    params: { count: input.count, rows, columns },
    bindings: { source: input, diagonal: context.optional(1) ?? context.unused, triangle: context.output(0) },
  });
}

function lowerRange(context: LoweringContext): void {
  const output = context.output(0);
  const bits = (index: number): number => {
    const numbers = context.known(index) ?? context.fail('its bounds are not known before running.');
    const data = toDeviceData('bound', tensorFrom(output.dtype, [1], numbers.data));
    return new Uint32Array(data.buffer, data.byteOffset, 1)[0];
  };
  context.emit(range, {
    types: { Elem: output.element },
    params: { count: output.count, start: bits(0), delta: bits(2) },
    bindings: { numbers: output },
  });
}

function lowerNumbers(context: LoweringContext): void {
  context.fail('its value should have been known before running.');
}

function lowerConstant(context: LoweringContext): void {
  const tensor = context.attribute('value');
  const list = context.attribute('value_floats') ?? context.attribute('value_ints');
  const { dtype, shape } = context.outputTypes[0];
  if (isTensor(tensor)) uploadConstant(context, tensor);
  else if (Array.isArray(list)) uploadConstant(context, tensorFrom(dtype, shape, list));
  else context.fail('it has no value.');
}

function uploadConstant(context: LoweringContext, tensor: Tensor): void {
  const [name] = context.node.outputs;
  const load = async () => toDeviceData(name, tensor);
  const spec = { element: elementOf(tensor.dtype), count: sizeOf(tensor.shape), load };
  context.alias(0, context.constantOf(tensor, name, spec));
}

const isTensor = (value: unknown): value is Tensor => typeof value === 'object' && value !== null && 'dtype' in value;

function lowerConstantOfShape(context: LoweringContext): void {
  const output = context.output(0);
  const given = context.attribute('value');
  const [value] = isTensor(given) ? toNumbers(given).data : [0];
  const load = async () => toDeviceData(output.name, tensorFrom(output.dtype, [1], [value]));
  const key = `one ${output.dtype} ${Object.is(value, -0) ? '-0' : value}`;
  const one = context.constant(key, { element: output.element, count: 1, load });
  const source = { buffer: one, offset: 0, strides: output.shape.map(() => 0) };
  emitCopy(context, output.shape, source, wholeView(output, output.shape));
}

function lowerDepthToSpace(context: LoweringContext): void {
  const input = context.input(0);
  const block = context.int('blocksize');
  const [n, c, h, w] = context.outputTypes[0].shape;
  const [inN, inC, inH, inW] = stridesOf(input.shape);
  const inner = context.text('mode') === 'CRD';
  const [channel, row, column] = inner ? [inC * block * block, inC * block, inC] : [inC, inC * block * c, inC * c];
  const split = [n, c, h / block, block, w / block, block];
  const source = { buffer: input, offset: 0, strides: [inN, channel, inH, row, inW, column] };
  emitCopy(context, split, source, wholeView(context.output(0), split));
}

function lowerSpaceToDepth(context: LoweringContext): void {
  const input = context.input(0);
  const block = context.int('blocksize');
  const [n, c, h, w] = input.shape;
  const [inN, inC, inH, inW] = stridesOf(input.shape);
  const split = [n, block, block, c, h / block, w / block];
  const source = { buffer: input, offset: 0, strides: [inN, inH, inW, inC, inH * block, inW * block] };
  emitCopy(context, split, source, wholeView(context.output(0), split));
}
