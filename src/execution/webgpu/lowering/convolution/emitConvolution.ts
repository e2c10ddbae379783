/**
 * Emits a Conv or ConvTranspose over dense weights: the input is padded once where it must be, then each set of
 * windows is one matrix product. Knows nothing of node attributes.
 */
import { sizeOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { convPad } from '../../kernels/conv/convPad.ts';
import type { ConvWeights } from '../../kernels/conv/convTiles.ts';
import { convTile } from '../../kernels/conv/convTiles.ts';
import { tileChoices } from '../../kernels/matmul/tileChoice.ts';
import { tileGroups, tiles } from '../../kernels/matmul/tiles.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';
import type { WindowSet, Windows } from './windowTables.ts';
import { isPadded, paddingSources } from './windowTables.ts';

export interface Convolution {
  readonly images: number;
  readonly groups: number;
  /** Channels of the input, and filters, in one group. */
  readonly channels: number;
  readonly filters: number;
  readonly windows: Windows;
  /** Positions of an output plane. */
  readonly positions: number;
  /** Names the geometry: equal keys share tables. */
  readonly key: string;
}

/** Where a weight stands: group, filter, channel and kernel position each add a stride. */
export interface WeightStrides {
  readonly group: number;
  readonly filter: number;
  readonly channel: number;
  readonly kernel: number;
}

export interface Weights {
  readonly read: ConvWeights;
  readonly buffer: BufferRef;
  readonly strides: WeightStrides;
}

export function emitConvolution(
  context: LoweringContext,
  convolution: Convolution,
  x: BufferRef,
  weights: Weights,
  bias: BufferRef | undefined,
): void {
  const padded = emitPadding(context, convolution, x);
  convolution.windows.sets.forEach((set, i) => {
    const { images, groups, channels, filters } = convolution;
    const size = { m: filters, n: images * set.starts.length, k: channels * set.taps.length, batches: groups };
    const offsets = weights.read === 'table' ? weightOffsets(convolution, set, weights.strides) : [];
    const tables = windowTables(context, convolution, set, i, offsets);
    const candidates = tileChoices(size, context.capabilities).map((choice) => ({
      name: choice.name,
      emit: () =>
        context.emit(convTile(choice.tile, weights.read), {
          constants: choice.numbers,
          params: {
            ...windowParams(convolution, set),
            ...tileGroups(tiles[choice.tile], size.m, size.n, choice.numbers),
            a_row: weights.strides.filter,
            a_group: weights.strides.group,
            biased: bias ? 1 : 0,
          },
          bindings: {
            out: context.output(0),
            bias: bias ?? context.unused,
            x: padded,
            tables,
            a: weights.buffer,
          },
          epilogue: context.epilogue,
        }),
    }));
    context.choose(`conv_${weights.read}`, shapeClass(size), candidates);
  });
}

/** The input with its padding: itself where there is none. */
export function emitPadding(context: LoweringContext, convolution: Convolution, x: BufferRef): BufferRef {
  const { images, groups, channels, windows, key } = convolution;
  const { plane } = windows;
  if (!isPadded(plane)) return x;
  const [padded, positions] = [sizeOf(plane.shape), sizeOf(plane.input)];
  const count = images * groups * channels * padded;
  const out = context.scratch('f32', count, 'padded input');
  const sources = context.constant(`${key} padding`, {
    element: 'u32',
    count: padded,
    load: async () => paddingSources(plane),
  });
  context.emit(convPad, { params: { count, padded, plane: positions }, bindings: { out, x, sources } });
  return out;
}

/** The parameters that describe windows, shared by all kernels over them. */
export function windowParams(convolution: Convolution, set: WindowSet) {
  const { images, groups, channels, filters, positions, windows } = convolution;
  const plane = sizeOf(windows.plane.shape);
  return {
    m: filters,
    n: images * set.starts.length,
    k: channels * set.taps.length,
    batches: groups,
    places: set.starts.length,
    x_image: groups * channels * plane,
    x_group: channels * plane,
    out_image: groups * filters * positions,
    out_channel: positions,
  };
}

/**
 * The tables of a set of windows: starts, positions of results, offsets of k, then what a loader of weights needs.
 *
 * @param index which set of the convolution it is
 */
export function windowTables(
  context: LoweringContext,
  convolution: Convolution,
  set: WindowSet,
  index = 0,
  weightOffsets: readonly number[] = [],
): BufferRef {
  const offsets = kOffsets(convolution, set);
  return context.constant(`${convolution.key} windows ${index} ${weightOffsets.length > 0}`, {
    element: 'u32',
    count: 2 * set.starts.length + offsets.length + weightOffsets.length,
    load: async () => Uint32Array.from([...set.starts, ...set.positions, ...offsets, ...weightOffsets]),
  });
}

/** Offsets of each k from the start of its window: channels outermost, padded to a multiple of four with the first. */
export function kOffsets({ channels, windows }: Convolution, { taps }: WindowSet): number[] {
  const plane = sizeOf(windows.plane.shape);
  return padToFour(
    Array.from({ length: channels }, (_, channel) => taps.map(({ offset }) => channel * plane + offset)).flat(),
  );
}

export const padToFour = (list: readonly number[]): number[] => [
  ...list,
  ...Array.from({ length: (4 - (list.length % 4)) % 4 }, () => list[0] ?? 0),
];

// ---------------------------------------------------------------------------------------------

function weightOffsets({ channels }: Convolution, { taps }: WindowSet, strides: WeightStrides): number[] {
  return padToFour(
    Array.from({ length: channels }, (_, channel) =>
      taps.map(({ kernel }) => channel * strides.channel + kernel * strides.kernel),
    ).flat(),
  );
}
