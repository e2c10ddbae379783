/**
 * The small networks that Decant makes itself: a perceptron and a convolutional network for images. They begin with
 * their own scaling, so they take raw bytes, and carry a description of themselves from which a checkpoint is built
 * again.
 */
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { prependPreprocessing } from '../graph/passes/prependPreprocessing.ts';
import type { ParameterSource } from './layers.ts';
import { convolution, freshParameters, linear } from './layers.ts';

interface Common {
  /** Raw images: [channels, height, width], u8. */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  /** What bytes become before the first layer: (x / 255 - mean) / std. 0.5 and 0.5 when left out, giving -1 to 1. */
  readonly mean?: number;
  readonly std?: number;
}

/** Linear layers with ReLU between. */
export interface MlpOptions extends Common {
  readonly hidden: readonly number[];
}

/** Blocks of convolution, ReLU and 2x2 maximum, then one hidden linear layer. */
export interface CnnOptions extends Common {
  /** Output channels of each block. */
  readonly channels: readonly number[];
  /** 3 or 5; 3 when left out. */
  readonly kernel?: number;
  readonly hidden: number;
}

export type Network = ({ readonly kind: 'mlp' } & MlpOptions) | ({ readonly kind: 'cnn' } & CnnOptions);

/** The key of `metadata` under which a network describes itself, as JSON. */
export const architectureKey = 'decant.architecture';

/** A new perceptron; the seed decides its weights. */
export const mlp = (options: MlpOptions, seed = 0): Graph =>
  buildNetwork({ kind: 'mlp', ...options }, freshParameters(seed));

/** A new convolutional network; the seed decides its weights. */
export const cnn = (options: CnnOptions, seed = 0): Graph =>
  buildNetwork({ kind: 'cnn', ...options }, freshParameters(seed));

/** The graph of a described network: input `images` u8, output `logits` f32 [batch, classes]. */
export function buildNetwork(network: Network, source: ParameterSource): Graph {
  const builder = createBuilder();
  const x = builder.input('images', 'f32', ['batch', ...network.input]);
  const hidden = network.kind === 'cnn' ? blocks(network, builder, source, x) : { value: x, size: network.input };
  const flat = builder.add('Flatten', [hidden.value], { axis: 1 }, 'flat');
  const widths = network.kind === 'cnn' ? [network.hidden] : network.hidden;
  const logits = layers(builder, source, flat, [hidden.size.reduce((a, b) => a * b, 1), ...widths], network.classes);
  const graph = { ...builder.build([logits], network.kind), metadata: { [architectureKey]: JSON.stringify(network) } };
  const { mean = 0.5, std = 0.5 } = network;
  return prependPreprocessing(graph, 'images', { scale: 1 / 255, mean, std });
}

// ---------------------------------------------------------------------------------------------

type Builder = ReturnType<typeof createBuilder>;

interface Sized {
  readonly value: string;
  /** [channels, height, width] */
  readonly size: readonly number[];
}

function blocks(
  { input, channels, kernel = 3 }: CnnOptions,
  builder: Builder,
  source: ParameterSource,
  x: string,
): Sized {
  let value = x;
  let size: readonly number[] = input;
  for (const [i, own] of channels.entries()) {
    value = convolution(builder, source, value, `conv${i + 1}`, [size[0], own, kernel]);
    value = builder.add('Relu', [value], {}, `conv${i + 1}_relu`);
    value = builder.add('MaxPool', [value], { kernel_shape: [2, 2], strides: [2, 2] }, `pool${i + 1}`);
    size = [own, Math.floor(size[1] / 2), Math.floor(size[2] / 2)];
  }
  return { value, size };
}

function layers(
  builder: Builder,
  source: ParameterSource,
  x: string,
  widths: readonly number[],
  classes: number,
): string {
  let value = x;
  for (let i = 1; i < widths.length; i++) {
    value = linear(builder, source, value, `fc${i}`, [widths[i - 1], widths[i]]);
    value = builder.add('Relu', [value], {}, `fc${i}_relu`);
  }
  return linear(builder, source, value, 'logits', [widths[widths.length - 1], classes]);
}
