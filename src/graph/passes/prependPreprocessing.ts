/**
 * Puts an input's preprocessing in front of the graph as nodes, so that scaling belongs to the model: the input becomes
 * raw values (u8, channels first), as datasets yield them, and an exported file needs nothing more to be right.
 *
 * The order is that of the field: channels, resize, scale, subtract the mean, divide by the deviation, layout.
 */
import { GraphError } from '../../core/errors.ts';
import type { Dim } from '../../tensor/shape.ts';
import type { GraphBuilder } from '../builder.ts';
import { createBuilder } from '../builder.ts';
import type { Graph, Node, Value } from '../graph.ts';
import { freshName, takenNames } from './uses.ts';

/** How raw channels become the model's: gray repeated to RGB, RGB weighed to gray (BT.601), RGB swapped to BGR. */
export type ChannelChange = 'same' | 'repeat' | 'luma' | 'swap';

export interface Preprocessing {
  /** The layout that the model itself takes; raw values are always NCHW. NCHW when left out. */
  readonly layout?: 'NCHW' | 'NHWC';
  /** What raw values 0..255 are multiplied by: 1/255 for models trained on 0..1. 1 when left out. */
  readonly scale?: number;
  /** Subtracted after scaling: one value, or one a channel of the model. */
  readonly mean?: number | readonly number[];
  /** Divided by after the mean: one value, or one a channel of the model. */
  readonly std?: number | readonly number[];
  readonly channels?: ChannelChange;
  /** [height, width] that raw images are brought to, linearly; raw sizes are free then. */
  readonly resize?: readonly [number, number];
}

/**
 * @param input name of the graph's input; the new input has the same name
 * @throws GraphError `graph/preprocessing` when the options do not fit the input
 */
export function prependPreprocessing(graph: Graph, input: string, options: Preprocessing): Graph {
  const old = graph.inputs.find(({ name }) => name === input);
  if (!old) return refuse(input, `the graph has no such input; it has ${graph.inputs.map(({ name }) => name)}`);
  checkOptions(old, options);
  const taken = takenNames(graph);
  const prepared = freshName(taken, `${input}_prepared`);
  const builder = createBuilder();
  for (const name of taken) builder.unique(name);
  builder.input(input, 'u8', rawShape(old, options));
  const result = writeNodes(builder, old, options);
  const made = builder.build([result]);
  return joinGraphs(graph, made, { input, result, prepared });
}

// ---------------------------------------------------------------------------------------------

interface Join {
  readonly input: string;
  /** The value of the new nodes that takes the place of the old input. */
  readonly result: string;
  /** Its name from now on. */
  readonly prepared: string;
}

function joinGraphs(graph: Graph, made: Graph, { input, result, prepared }: Join): Graph {
  const rename = (from: string, to: string) => (name: string) => (name === from ? to : name);
  const front = made.nodes.map((node): Node => ({ ...node, outputs: node.outputs.map(rename(result, prepared)) }));
  const rest = graph.nodes.map((node): Node => ({ ...node, inputs: node.inputs.map(rename(input, prepared)) }));
  return {
    ...graph,
    inputs: graph.inputs.map((value) => (value.name === input ? made.inputs[0] : value)),
    outputs: graph.outputs.map(rename(input, prepared)),
    nodes: [...front, ...rest],
    parameters: new Map([...made.parameters, ...graph.parameters]),
  };
}

function writeNodes(builder: GraphBuilder, old: Value, options: Preprocessing): string {
  const label = (step: string) => `${old.name}_${step}`;
  let x = builder.add('Cast', [old.name], { to: 'f32' }, label('float'));
  x = changeChannels(builder, x, options.channels ?? 'same', label('channels'));
  if (options.resize) x = resize(builder, x, options.resize, label('resized'));
  const rank = old.shape.length;
  const perChannel = (values: number | readonly number[]) =>
    typeof values === 'number'
      ? builder.scalar(values)
      : builder.constant('f32', [values.length, ...Array<number>(Math.max(0, rank - 2)).fill(1)], values);
  if ((options.scale ?? 1) !== 1) x = builder.add('Mul', [x, builder.scalar(options.scale ?? 1)], {}, label('scaled'));
  if (options.mean !== undefined) x = builder.add('Sub', [x, perChannel(options.mean)], {}, label('centred'));
  if (options.std !== undefined) x = builder.add('Div', [x, perChannel(options.std)], {}, label('normalized'));
  if (options.layout === 'NHWC') x = builder.add('Transpose', [x], { perm: [0, 2, 3, 1] }, label('channels_last'));
  return old.dtype === 'f32' ? x : builder.add('Cast', [x], { to: old.dtype }, label('typed'));
}

function changeChannels(builder: GraphBuilder, x: string, change: ChannelChange, name: string): string {
  switch (change) {
    case 'same':
      return x;
    case 'repeat':
      return builder.add('Concat', [x, x, x], { axis: 1 }, name);
    case 'swap':
      return builder.add('Gather', [x, builder.ints([2, 1, 0])], { axis: 1 }, name);
    case 'luma': {
      const weighed = builder.add('Mul', [x, builder.constant('f32', [3, 1, 1], [0.299, 0.587, 0.114])]);
      return builder.add('ReduceSum', [weighed, builder.ints([1])], { keepdims: 1 }, name);
    }
    default:
      return change satisfies never;
  }
}

/** `axes` leaves batch and channels out, so that they may stay symbolic. */
function resize(builder: GraphBuilder, x: string, [height, width]: readonly [number, number], name: string): string {
  const attributes = { mode: 'linear', coordinate_transformation_mode: 'half_pixel', axes: [2, 3] };
  return builder.add('Resize', [x, '', '', builder.ints([height, width])], attributes, name);
}

/** The raw input: the model's own shape, channels first, with raw channels and free sizes where these change. */
function rawShape(old: Value, { layout, channels, resize: size }: Preprocessing): Dim[] {
  const shape = [...old.shape];
  if (shape.length !== 4) return shape;
  const [batch, c, h, w] = layout === 'NHWC' ? [shape[0], shape[3], shape[1], shape[2]] : shape;
  const raw = channels === 'repeat' ? 1 : channels === 'luma' ? 3 : c;
  return size ? [batch, raw, 'height', 'width'] : [batch, raw, h, w];
}

function checkOptions(old: Value, options: Preprocessing): void {
  const rank = old.shape.length;
  const images = options.layout === 'NHWC' || options.resize || (options.channels ?? 'same') !== 'same';
  if (images && rank !== 4) refuse(old.name, `layout, resize and channels need 4 dimensions; it has ${rank}`);
  const channels = rank === 4 && options.layout === 'NHWC' ? old.shape[3] : old.shape[1];
  for (const values of [options.mean, options.std])
    if (typeof values === 'object' && typeof channels === 'number' && values.length !== channels)
      refuse(
        old.name,
        `${values.length} values for mean or deviation meet ${channels} channels; give one, or one each`,
      );
  if ([options.std].flat().includes(0)) refuse(old.name, 'a deviation of 0 would divide by zero');
  const wanted = options.channels === 'luma' ? 1 : 3;
  if ((options.channels ?? 'same') !== 'same' && typeof channels === 'number' && channels !== wanted)
    refuse(old.name, `channels "${options.channels}" gives ${wanted}, but the model takes ${channels}`);
}

function refuse(input: string, why: string): never {
  throw new GraphError('graph/preprocessing', `Preprocessing of input "${input}" does not fit: ${why}.`, { input });
}
