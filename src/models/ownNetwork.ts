/** Checkpoints of networks that Decant made: their metadata describes them. */
import { FileError } from '../core/errors.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { Graph } from '../graph/graph.ts';
import { storedParameters } from './layers.ts';
import type { Network } from './networks.ts';
import { architectureKey, buildNetwork } from './networks.ts';

export const ownNetwork = {
  label: 'networks made in Decant',
  match: ({ metadata }: Checkpoint): boolean => architectureKey in metadata,
  build: (checkpoint: Checkpoint): Graph => {
    const graph = buildNetwork(parseNetwork(checkpoint), storedParameters(checkpoint));
    return { ...graph, name: checkpoint.name, metadata: checkpoint.metadata };
  },
};

// ---------------------------------------------------------------------------------------------

/** Layers of one network, and values of one layer, that a description may ask for; it comes from a stranger's file. */
const mostLayers = 64;
const largestWidth = 65536;

function parseNetwork({ metadata, name }: Checkpoint): Network {
  const text = metadata[architectureKey];
  const network = networkFrom(parseObject(text));
  if (network) return network;
  throw new FileError(
    'models/metadata',
    `${name}: its metadata "${architectureKey}" (${text.slice(0, 80)}) describes no network that Decant makes. It may come from a newer version.`,
    { text },
  );
}

function networkFrom(value: Record<string, unknown>): Network | undefined {
  const { kind, input, classes, mean = 0.5, std = 0.5, hidden, channels, kernel = 3 } = value;
  if (!isWidths(input) || input.length !== 3 || !isWidth(classes) || !isNumber(mean) || !isNumber(std))
    return undefined;
  const common = { input: [input[0], input[1], input[2]], classes, mean, std } as const;
  if (kind === 'mlp' && isWidths(hidden)) return { kind, ...common, hidden };
  if (kind === 'cnn' && isWidths(channels) && isWidth(hidden) && isWidth(kernel))
    return { kind, ...common, channels, hidden, kernel };
  return undefined;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isWidth = (value: unknown): value is number =>
  isNumber(value) && Number.isInteger(value) && value > 0 && value <= largestWidth;
const isWidths = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= mostLayers && value.every(isWidth);
