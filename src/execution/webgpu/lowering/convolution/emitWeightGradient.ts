/**
 * Emits the gradient of a convolution's weight: products over slices of the batch, so that small weights still fill
 * the device, then the sum of the slices. f32 has no atomics in WGSL.
 */
import { sizeOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { sumSlices, weightGradientTile } from '../../kernels/conv/weightGradientTiles.ts';
import { tileChoices } from '../../kernels/matmul/tileChoice.ts';
import { tileGroups, tiles } from '../../kernels/matmul/tiles.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';
import type { Convolution } from './emitConvolution.ts';
import { emitPadding, kOffsets, padToFour } from './emitConvolution.ts';
import type { WindowSet } from './windowTables.ts';

/** dW from dY (images, groups * filters, places) and X; the output is (groups * filters, channels * taps). */
export function emitWeightGradient(
  context: LoweringContext,
  convolution: Convolution,
  dy: BufferRef,
  x: BufferRef,
): void {
  const [set] = convolution.windows.sets;
  const padded = emitPadding(context, convolution, x);
  const slices = slicesOf(convolution, set);
  const { groups, filters, channels, positions, key } = convolution;
  const weights = channels * set.taps.length;
  const size = { m: filters, n: weights, k: slices.images * positions, batches: slices.count * groups };
  const count = groups * filters * weights;
  const partial = slices.count > 1 || context.epilogue;
  const out = partial ? context.scratch('f32', slices.count * count, 'slices of the gradient') : context.output(0);
  const tables = context.constant(`${key} gradient ${slices.images}`, tablesOf(convolution, set, slices.images));
  const candidates = tileChoices({ ...size, m: Math.max(2, size.m) }, context.capabilities).map((choice) => ({
    name: choice.name,
    emit: () =>
      context.emit(weightGradientTile(choice.tile), {
        constants: choice.numbers,
        params: {
          ...size,
          ...stridesOf(convolution, slices),
          ...tileGroups(tiles[choice.tile], size.m, size.n, choice.numbers),
        },
        bindings: { out, dy, x: padded, tables },
      }),
  }));
  context.choose('conv_weight_gradient', shapeClass(size), candidates);
  if (partial)
    context.emit(sumSlices, {
      params: { count, slices: slices.count },
      bindings: { out: context.output(0), partial: out },
      epilogue: context.epilogue,
    });
}

// ---------------------------------------------------------------------------------------------

interface Slices {
  readonly count: number;
  /** Images of a full slice. */
  readonly images: number;
  readonly lastImages: number;
}

/** Threads' worth of tiles that a device should have to do, and the largest k of a slice (its table has two words a k). */
const wantedTiles = 256;
const largestK = 65536;

function slicesOf({ images, groups, filters, channels, positions }: Convolution, { taps }: WindowSet): Slices {
  const tilesNow = Math.ceil(filters / 16) * Math.ceil((channels * taps.length) / 8) * groups;
  const wanted = Math.max(wantedTiles / tilesNow, (images * positions) / largestK);
  const each = Math.ceil(images / Math.min(images, Math.max(1, Math.ceil(wanted))));
  const count = Math.ceil(images / each);
  return { count, images: each, lastImages: images - (count - 1) * each };
}

function stridesOf({ groups, filters, channels, positions, windows }: Convolution, slices: Slices) {
  const plane = sizeOf(windows.plane.shape);
  return {
    slices: slices.count,
    last_k: slices.lastImages * positions,
    dy_slice: slices.images * groups * filters * positions,
    x_slice: slices.images * groups * channels * plane,
    dy_group: filters * positions,
    x_group: channels * plane,
    dy_channel: positions,
  };
}

function tablesOf(convolution: Convolution, set: WindowSet, images: number) {
  const { groups, filters, channels, positions, windows } = convolution;
  const [dyImage, xImage] = [groups * filters * positions, groups * channels * sizeOf(windows.plane.shape)];
  const each = (values: (image: number) => readonly number[]) =>
    padToFour(Array.from({ length: images }, (_, image) => values(image)).flat());
  const make = () => [
    ...each((image) => set.positions.map((position) => image * dyImage + position)),
    ...each((image) => set.starts.map((start) => image * xImage + start)),
    ...kOffsets(convolution, set).slice(0, channels * set.taps.length),
  ];
  const steps = Math.ceil((images * positions) / 4) * 4;
  const count = 2 * steps + channels * set.taps.length;
  return { element: 'u32' as const, count, load: async () => Uint32Array.from(make()) };
}
