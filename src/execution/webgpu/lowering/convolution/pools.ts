/** Pools and their gradients on WebGPU. Windows become tables of positions, made from the operators' own taps. */
import { averageCounts } from '../../../../graph/operators/convolution/averagePool.ts';
import { tapsOf } from '../../../../graph/operators/convolution/taps.ts';
import type { Window } from '../../../../graph/operators/convolution/window.ts';
import { windowOf } from '../../../../graph/operators/convolution/window.ts';
import { sizeOf, stridesOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { outside } from '../../kernels/conv/convPad.ts';
import * as kernels from '../../kernels/conv/pools.ts';
import type { LoweringContext, NodeView } from '../lowering.ts';
import { windowAttributesOf } from './windowAttributes.ts';

export function lowerMaxPool(context: LoweringContext): void {
  const geometry = geometryOf(context, spatial(context, 0), spatialOut(context));
  const { window, input, output } = geometry;
  const columnMajor = context.int('storage_order') === 1;
  const withIndices = Boolean(context.node.outputs[1]) && context.wanted(1);
  const windows = context.constant(`max pool ${geometry.key} ${columnMajor}`, {
    element: 'u32',
    count: 2 * sizeOf(output) * sizeOf(window.kernel),
    load: async () => withReported(positionTable(geometry, 'forward'), input, columnMajor),
  });
  const x = context.input(0);
  context.emit(kernels.maxPool, {
    types: { Elem: x.element },
    constants: { INDICES: withIndices ? 1 : 0 },
    params: forwardParams(context, geometry),
    bindings: {
      out: context.output(0),
      indices: withIndices ? context.output(1) : context.scratch('i32', 1, 'no indices'),
      x,
      windows,
    },
  });
}

export function lowerAveragePool(context: LoweringContext): void {
  const geometry = geometryOf(context, spatial(context, 0), spatialOut(context));
  context.emit(kernels.poolSum, {
    params: forwardParams(context, geometry),
    bindings: {
      out: context.output(0),
      x: context.input(0),
      windows: tableOf(context, geometry, 'forward'),
      divisors: divisorsOf(context, geometry),
    },
    epilogue: context.epilogue,
  });
}

export function lowerAveragePoolGradient(context: LoweringContext): void {
  const geometry = geometryOf(context, spatialOut(context), spatial(context, 0));
  context.emit(kernels.poolSum, {
    constants: { GRADIENT: 1 },
    params: backwardParams(context, geometry),
    bindings: {
      out: context.output(0),
      x: context.input(0),
      windows: tableOf(context, geometry, 'backward'),
      divisors: divisorsOf(context, geometry),
    },
    epilogue: context.epilogue,
  });
}

/** Gathers where the MaxPool that made the indices is known, else scatters. */
export function lowerMaxPoolGradient(context: LoweringContext): void {
  const pool = context.producer(1);
  const known = pool?.node.operator === 'MaxPool' && pool.int('storage_order') === 0;
  if (!pool || !known || spatial(pool, 0).join() !== spatialOut(context).join()) {
    scatter(context);
    return;
  }
  const geometry = geometryOf(pool, spatialOut(context), spatial(context, 0));
  context.emit(kernels.maxPoolGradient, {
    params: backwardParams(context, geometry),
    bindings: {
      out: context.output(0),
      dy: context.input(0),
      indices: context.input(1),
      windows: tableOf(context, geometry, 'backward'),
    },
    epilogue: context.epilogue,
  });
}

export function lowerGlobalPool(context: LoweringContext): void {
  const [images, channels] = context.outputTypes[0].shape;
  const lanes = context.capabilities.software ? { PLANES: 16, LANES: 1 } : { PLANES: 1, LANES: 64 };
  context.emit(kernels.globalPool, {
    constants: { ...lanes, MAX: context.node.operator === 'GlobalMaxPool' ? 1 : 0 },
    params: { planes: images * channels, plane: sizeOf(spatial(context, 0)) },
    bindings: { out: context.output(0), x: context.input(0) },
    epilogue: context.epilogue,
  });
}

/** (places, taps): the input position that each kernel position meets for each output, or `outside`. */
export function positionsOf(
  context: LoweringContext,
  window: Window,
  input: readonly number[],
  output: readonly number[],
): BufferRef {
  return tableOf(context, { window, input, output, key: JSON.stringify([window, input, output]) }, 'forward');
}

// ---------------------------------------------------------------------------------------------

interface Geometry {
  readonly window: Window;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly key: string;
}

const spatial = (view: NodeView, index: number): readonly number[] => view.inputTypes[index]?.shape.slice(2) ?? [];
const spatialOut = (view: NodeView): readonly number[] => view.outputTypes[0].shape.slice(2);

function geometryOf(view: NodeView, input: readonly number[], output: readonly number[]): Geometry {
  const window = windowOf(windowAttributesOf(view), view.ints('kernel_shape'), input);
  return { window, input, output, key: JSON.stringify([window, input, output]) };
}

type Direction = 'forward' | 'backward';

/** (places, taps): forward the input positions of each output, backward the outputs of each input; or `outside`. */
function positionTable({ window, input, output }: Geometry, direction: Direction): Uint32Array {
  const taps = tapsOf(window, input, output);
  const table = new Uint32Array(sizeOf(direction === 'forward' ? output : input) * taps.length).fill(outside);
  for (const { kernel, inputs, outputs } of taps) {
    const [places, positions] = direction === 'forward' ? [outputs, inputs] : [inputs, outputs];
    for (let i = 0; i < places.length; i++) table[places[i] * taps.length + kernel] = positions[i];
  }
  return table;
}

/** Each position with the index that MaxPool reports for it: itself, or its column-major number. */
function withReported(table: Uint32Array, input: readonly number[], columnMajor: boolean): Uint32Array {
  const rowStrides = stridesOf(input);
  const columnStrides = input.map((_, axis) => sizeOf(input.slice(0, axis)));
  const reported = (position: number) =>
    input.reduce((sum, size, axis) => sum + (Math.floor(position / rowStrides[axis]) % size) * columnStrides[axis], 0);
  const pairs = new Uint32Array(2 * table.length);
  table.forEach((position, i) => {
    pairs[2 * i] = position;
    pairs[2 * i + 1] = columnMajor && position !== outside ? reported(position) : position;
  });
  return pairs;
}

function tableOf(context: LoweringContext, geometry: Geometry, direction: Direction) {
  const places = sizeOf(direction === 'forward' ? geometry.output : geometry.input);
  return context.constant(`pool ${direction} ${geometry.key}`, {
    element: 'u32',
    count: places * sizeOf(geometry.window.kernel),
    load: async () => positionTable(geometry, direction),
  });
}

function divisorsOf(context: LoweringContext, { window, input, output, key }: Geometry) {
  const includePad = context.int('count_include_pad') !== 0;
  return context.constant(`pool divisors ${includePad} ${key}`, {
    element: 'f32',
    count: sizeOf(output),
    load: async () => Float32Array.from(averageCounts(window, input, output, includePad)),
  });
}

const planesOf = (context: LoweringContext): number => sizeOf(context.outputTypes[0].shape.slice(0, 2));

const forwardParams = (context: LoweringContext, { window, input, output }: Geometry) => ({
  count: planesOf(context) * sizeOf(output),
  places: sizeOf(output),
  taps: sizeOf(window.kernel),
  plane: sizeOf(input),
});

const backwardParams = (context: LoweringContext, { window, input, output }: Geometry) => ({
  count: planesOf(context) * sizeOf(input),
  places: sizeOf(input),
  taps: sizeOf(window.kernel),
  plane: sizeOf(output),
});

function scatter(context: LoweringContext): void {
  const out = context.epilogue
    ? context.scratch('f32', sizeOf(context.outputTypes[0].shape), 'scattered')
    : context.output(0);
  const dy = context.input(0);
  context.emit(kernels.clear, { params: { count: out.count }, bindings: { out } });
  context.emit(kernels.maxPoolScatter, {
    params: { count: dy.count },
    bindings: { out, dy, indices: context.input(1) },
  });
}
