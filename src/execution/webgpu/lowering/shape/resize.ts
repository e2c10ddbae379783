/** Resize: one dispatch for each axis that changes, with taps worked out as the reference does. */
import type { ResizeAttributes, ResizeAxis, ResizeTap } from '../../../../graph/operators/shape/resizeAxes.ts';
import { resizeAxes, resizeTaps } from '../../../../graph/operators/shape/resizeAxes.ts';
import { sizeOf } from '../../../../tensor/shape.ts';
import type { Numbers } from '../../../../tensor/tensor.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { resizeAxis } from '../../kernels/movement/resizeAxis.ts';
import { resizeCropAxis } from '../../kernels/movement/resizeCropAxis.ts';
import type { LoweringContext } from '../lowering.ts';

export function lowerResize(context: LoweringContext): void {
  const input = context.input(0);
  if (input.element !== 'f32') context.fail(`it resizes ${input.dtype}; insert a Cast to f32.`);
  const given = { roi: numbersOf(context, 1), scales: numbersOf(context, 2), sizes: numbersOf(context, 3) };
  const attributes = attributesOf(context);
  const all = resizeAxes(attributes, input.shape, given);
  const roi = openBox(context, attributes);
  const axes = roi ? all : all.filter((axis) => !isUntouched(attributes, axis));
  if (axes.length === 0) {
    context.alias(0, input);
    return;
  }
  let source: BufferRef = input;
  let shape = [...input.shape];
  axes.forEach((axis, i) => {
    const resized = shape.with(axis.axis, axis.output);
    const last = i === axes.length - 1;
    const result = last ? context.output(0) : context.scratch('f32', sizeOf(resized), `axis ${axis.axis} resized`);
    if (roi) emitCroppedAxis(context, attributes, { axis, place: i, of: axes.length }, shape, { source, result, roi });
    else emitAxis(context, attributes, axis, shape, { source, result });
    source = result;
    shape = resized;
  });
}

// ---------------------------------------------------------------------------------------------

/** The box of a tf_crop_and_resize whose corners are not known before running. */
function openBox(context: LoweringContext, attributes: ResizeAttributes): BufferRef | undefined {
  const open = attributes.coordinate_transformation_mode === 'tf_crop_and_resize' && !context.known(1);
  return open ? context.optional(1) : undefined;
}

const nearestModes: readonly string[] = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];

function emitCroppedAxis(
  context: LoweringContext,
  attributes: ResizeAttributes,
  { axis, place, of }: { readonly axis: ResizeAxis; readonly place: number; readonly of: number },
  shape: readonly number[],
  bindings: { readonly source: BufferRef; readonly result: BufferRef; readonly roi: BufferRef },
): void {
  context.emit(resizeCropAxis, {
    constants: { MODE: attributes.mode === 'linear' ? 0 : 1 + nearestModes.indexOf(attributes.nearest_mode) },
    params: {
      count: bindings.result.count,
      inner: sizeOf(shape.slice(axis.axis + 1)),
      length: axis.input,
      resized: axis.output,
      start_index: place,
      end_index: place + of,
      extrapolation: attributes.extrapolation_value,
    },
    bindings,
  });
}

/** An empty tensor counts as left out. */
function numbersOf(context: LoweringContext, index: number): Numbers | undefined {
  const numbers = context.known(index);
  return numbers && numbers.data.length > 0 ? numbers : undefined;
}

/** The schema of the operator checked these values when the graph's types were inferred. */
function attributesOf(context: LoweringContext): ResizeAttributes {
  return {
    antialias: context.int('antialias'),
    axes: context.attribute('axes') as ResizeAttributes['axes'],
    coordinate_transformation_mode: context.text(
      'coordinate_transformation_mode',
    ) as ResizeAttributes['coordinate_transformation_mode'],
    extrapolation_value: context.float('extrapolation_value'),
    keep_aspect_ratio_policy: context.text('keep_aspect_ratio_policy') as ResizeAttributes['keep_aspect_ratio_policy'],
    mode: context.text('mode') as ResizeAttributes['mode'],
    nearest_mode: context.text('nearest_mode') as ResizeAttributes['nearest_mode'],
  };
}

function isUntouched(attributes: ResizeAttributes, axis: ResizeAxis): boolean {
  if (axis.input !== axis.output) return false;
  return resizeTaps(attributes, axis).every(
    ({ outside, reads }, i) => !outside && reads.length === 1 && reads[0][0] === i,
  );
}

function emitAxis(
  context: LoweringContext,
  attributes: ResizeAttributes,
  axis: ResizeAxis,
  shape: readonly number[],
  buffers: { readonly source: BufferRef; readonly result: BufferRef },
): void {
  const taps = resizeTaps(attributes, axis);
  const words = tapWords(taps);
  const owner = { words };
  context.emit(resizeAxis, {
    params: {
      count: buffers.result.count,
      inner: sizeOf(shape.slice(axis.axis + 1)),
      length: axis.input,
      resized: axis.output,
      extrapolation: attributes.extrapolation_value,
    },
    bindings: {
      ...buffers,
      taps: context.constantOf(owner, `${context.node.name} (taps of axis ${axis.axis})`, {
        element: 'u32',
        count: words.length,
        load: async () => words,
      }),
    },
  });
}

function tapWords(taps: readonly ResizeTap[]): Uint32Array {
  const words = new Uint32Array(taps.length * 4);
  const weights = new Float32Array(words.buffer);
  taps.forEach(({ outside, reads: [[first, firstWeight], second] }, i) => {
    words[4 * i] = outside ? 0xffffffff : first;
    words[4 * i + 1] = second?.[0] ?? 0;
    weights[4 * i + 2] = firstWeight;
    weights[4 * i + 3] = second?.[1] ?? 0;
  });
  return words;
}
