/**
 * Emits a convolution of quantized activations with 8-bit packed weights: the input is quantized, padded and packed
 * with four channels a word, weights are laid out alike once, then integer tiles walk over windows.
 */
import type { PackedStorage } from '../../../../graph/graph.ts';
import { symmetricZero, unpackCodes } from '../../../../tensor/packed.ts';
import { sizeOf } from '../../../../tensor/shape.ts';
import type { BufferRef } from '../../bufferRef.ts';
import { imageScales, quantizeImage } from '../../kernels/quantized/activations.ts';
import type { IntegerTileName } from '../../kernels/quantized/integerTiles.ts';
import { integerConvTile, integerTileNames, integerTiles } from '../../kernels/quantized/integerTiles.ts';
import type { Convolution } from '../convolution/emitConvolution.ts';
import { padToFour } from '../convolution/emitConvolution.ts';
import { paddingSources } from '../convolution/windowTables.ts';
import type { LoweringContext } from '../lowering.ts';
import { shapeClass } from '../shapeClass.ts';
import type { Activation } from './activation.ts';
import { activationOf } from './activation.ts';
import { givenScale, likeliestFirst } from './integerProduct.ts';
import { emitPackedConvolution } from './packedConvolution.ts';

/** The quantized activation of a packed convolution whose weights have 8 bits, symmetric, and a scale a filter or one. */
export function integerConvActivation(context: LoweringContext): Activation | undefined {
  const storage = context.storage(1);
  if (storage?.kind !== 'packed' || storage.layout.bits !== 8 || !storage.layout.symmetric) return undefined;
  return storage.layout.strategy === 'group' ? undefined : activationOf(context, 'samples');
}

/** Emits into output 0 with integers; in floats too where that is faster here. */
export function emitIntegerConvolution(
  context: LoweringContext,
  convolution: Convolution,
  activation: Activation,
  bias: BufferRef | undefined,
): void {
  const { images, groups, channels, filters, windows, positions } = convolution;
  const size = { m: filters, n: images * positions, k: channels * windows.sets[0].taps.length, batches: groups };
  const integers = integerTileNames.map((tile) => ({
    name: `integer_${tile}`,
    emit: () => emitTile(context, convolution, activation, bias, tile),
  }));
  const float = {
    name: 'float',
    emit: () => emitPackedConvolution(context, convolution, context.input(0), bias),
  };
  context.choose('integer_conv', shapeClass(size), likeliestFirst(context, integers, float));
}

// ---------------------------------------------------------------------------------------------

function emitTile(
  context: LoweringContext,
  convolution: Convolution,
  activation: Activation,
  bias: BufferRef | undefined,
  tile: IntegerTileName,
): void {
  const { images, groups, channels, filters, windows, positions } = convolution;
  const plane = sizeOf(windows.plane.shape);
  const channelWords = Math.ceil(channels / 4);
  const { rows, columns } = integerTiles[tile];
  const n = images * positions;
  const k = Math.ceil((windows.sets[0].taps.length * channelWords) / 4);
  const input = emitInput(context, convolution, activation);
  context.emit(integerConvTile(tile, context.capabilities.packedDot ? 'packed' : 'unpacked'), {
    params: {
      m: filters,
      n,
      k,
      groups_x: Math.ceil(n / (columns * 8)),
      groups_y: Math.ceil(filters / (rows * 4)),
      batches: groups,
      places: positions,
      x_image: groups * plane * channelWords,
      x_group: plane * channelWords,
      out_image: groups * filters * positions,
      out_channel: positions,
      group_size: k,
      x_scale_step: activation.scale === undefined ? 1 : 0,
      zero: -activation.zero,
      biased: bias ? 1 : 0,
    },
    bindings: {
      out: context.output(0),
      bias: bias ?? context.unused,
      x: input.codes,
      x_scale: input.scales,
      tables: tablesOf(context, convolution, channelWords),
      weights: preparedWeights(context, convolution),
      weight_facts: preparedFacts(context, convolution),
    },
    epilogue: context.epilogue,
  });
}

function emitInput(context: LoweringContext, convolution: Convolution, activation: Activation) {
  const { images, groups, channels, windows, key } = convolution;
  const { source, scale, zero, least, most } = activation;
  const x = source.view.input(source.index);
  const [padded, plane] = [sizeOf(windows.plane.shape), sizeOf(windows.plane.input)];
  const words = Math.ceil(channels / 4);
  const count = images * groups * padded * words;
  const codes = context.scratch('u32', count, 'activation codes');
  const scales = scale === undefined ? context.scratch('f32', images, 'sample scales') : givenScale(context, scale);
  if (scale === undefined)
    context.emit(imageScales, {
      params: { samples: images, size: groups * channels * plane },
      bindings: { scales, x },
    });
  const sources = context.constant(`${key} padding`, {
    element: 'u32',
    count: padded,
    load: async () => paddingSources(windows.plane),
  });
  const scale_step = scale === undefined ? 1 : 0;
  context.emit(quantizeImage, {
    params: { count, channels, words, padded, plane, groups, zero, least, most, scale_step },
    bindings: { codes, x, scales, sources },
  });
  return { codes, scales };
}

/** Starts and offsets count words: positions times the words of their channels; k is kernel position, then channels. */
function tablesOf(context: LoweringContext, { windows, key }: Convolution, words: number): BufferRef {
  const [{ starts, positions, taps }] = windows.sets;
  const offsets = padToFour(taps.flatMap(({ offset }) => Array.from({ length: words }, (_, c) => offset * words + c)));
  return context.constant(`${key} integer windows`, {
    element: 'u32',
    count: 2 * starts.length + offsets.length,
    load: async () => Uint32Array.from([...starts.map((start) => start * words), ...positions, ...offsets]),
  });
}

/** (groups * filters, k sixteens) signed bytes: kernel positions, then channels to a multiple of four, then to sixteen. */
function preparedWeights(context: LoweringContext, { groups, filters, channels, windows }: Convolution): BufferRef {
  const storage = context.storage(1) as PackedStorage;
  const taps = windows.sets[0].taps.length;
  const rowBytes = Math.ceil((taps * Math.ceil(channels / 4)) / 4) * 16;
  return context.prepared(1, `bytes by position ${channels} ${taps}`, {
    element: 'u32',
    count: (groups * filters * rowBytes) / 4,
    load: async () => {
      const codes = await signedCodes(storage);
      const bytes = new Int8Array(groups * filters * rowBytes);
      const channelBytes = Math.ceil(channels / 4) * 4;
      codes.forEach((code, i) => {
        const [row, channel, tap] = [Math.floor(i / (channels * taps)), Math.floor(i / taps) % channels, i % taps];
        bytes[row * rowBytes + tap * channelBytes + channel] = code;
      });
      return new Uint32Array(bytes.buffer);
    },
  });
}

/** (groups * filters) scale of a filter as bits, and the sum of its weights. */
function preparedFacts(context: LoweringContext, { groups, filters, channels, windows }: Convolution): BufferRef {
  const storage = context.storage(1) as PackedStorage;
  const size = channels * windows.sets[0].taps.length;
  return context.prepared(1, 'scales and sums of filters', {
    element: 'u32',
    count: 2 * groups * filters,
    load: async () => {
      const { scales } = await storage.load();
      const codes = await signedCodes(storage);
      const facts = new Int32Array(2 * groups * filters);
      codes.forEach((code, i) => {
        facts[2 * Math.floor(i / size) + 1] += code;
      });
      const bits = new Float32Array(facts.buffer);
      for (let row = 0; row < groups * filters; row++) bits[2 * row] = scales[scales.length === 1 ? 0 : row];
      return new Uint32Array(facts.buffer);
    },
  });
}

async function signedCodes(storage: PackedStorage): Promise<Int8Array> {
  const { bits, rows, columns } = storage.layout;
  const codes = unpackCodes(bits, rows, columns, (await storage.load()).codes);
  return Int8Array.from(codes, (code) => code - symmetricZero(bits));
}
