/** Groups of channels: what is known of each, and which operators keep or join them. */

/** Where a group's channels lie in a parameter. */
export interface Tie {
  readonly parameter: string;
  readonly axis: number;
  /** Consecutive positions along the axis that belong to one channel: pixels of a flattened image. */
  readonly repeat: number;
  /** `made`: the rows that make a channel; `read`: what reads it; `along`: norms, biases, depthwise kernels. */
  readonly role: 'made' | 'read' | 'along';
}

export interface ChannelGroup {
  /** Named after the first layer that makes its channels. */
  readonly name: string;
  readonly channels: number;
  readonly ties: readonly Tie[];
  /** Depthwise convolutions, whose `group` is the number of channels. */
  readonly depthwise: readonly string[];
  /** Shape constants that hold the number of channels (times `repeat`) at a position. */
  readonly shapes: readonly { readonly parameter: string; readonly position: number; readonly repeat: number }[];
  /** Why nothing may be taken out, as a sentence part; absent where it may. */
  readonly fixed?: string;
}

/** A group while it is being found. */
export interface Space {
  name: string;
  channels: number;
  ties: Tie[];
  depthwise: string[];
  shapes: { parameter: string; position: number; repeat: number }[];
  fixed: string | undefined;
  /** Set when this space has become part of another. */
  into: Space | undefined;
}

/** A value's channels: along axis 1, each `repeat` positions long. */
export interface Tag {
  readonly space: Space;
  readonly repeat: number;
}

/** Operators that leave channels where they are. */
export const passing: ReadonlySet<string> = new Set([
  'Relu',
  'LeakyRelu',
  'Elu',
  'Selu',
  'Gelu',
  'Swish',
  'HardSwish',
  'HardSigmoid',
  'Sigmoid',
  'Tanh',
  'Softplus',
  'Clip',
  'Identity',
  'Cast',
  'Dropout',
  'Neg',
  'Abs',
  'Exp',
  'Sqrt',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'GlobalMaxPool',
]);
/** Operators after which the channels of all branches are the same. */
export const merging: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Sum', 'Max', 'Min', 'PRelu']);

/** What a space has become part of, itself when of none. */
export function rootOf(space: Space): Space {
  let root = space;
  while (root.into) root = root.into;
  return root;
}
