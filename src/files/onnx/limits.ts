/** Bounds that the ONNX reader holds a file to, each with its reason. A file is data from strangers. */

/** A message cannot be longer than protobuf itself allows; larger models keep their weights in external files. */
export const largestFile = 2 ** 31 - 1;

/** One node, with the tensors in its attributes, is read whole into memory. */
export const largestNode = 512 * 2 ** 20;

/** Names, descriptions of inputs and opset lines are short; longer ones are damage. */
export const largestText = 2 ** 20;

/** A metadata entry may hold a licence text or a table of labels, not more. */
export const largestMetadata = 16 * 2 ** 20;

/** Dimensions of a tensor: what numpy allows, far above any operator here. */
export const mostDimensions = 32;

/** Inputs or outputs of one node: Concat and Sum of large models have hundreds. */
export const mostOperands = 16384;

/** Graphs nested in attributes of If and Loop; deeper nesting is an attack on the call stack. */
export const deepestSubgraph = 32;

/** Elements in a tensor: its bytes must be countable exactly. */
export const mostElements = Number.MAX_SAFE_INTEGER / 16;

/** The opsets that the upgrade pass knows. Before 7, broadcasting was another; 26 is the newest published. */
export const oldestOpset = 7;
export const newestOpset = 26;

/** Operators that are today what they were in opset 1, so that a file of an older opset with nothing else can be read. */
export const unchangedSinceFirst: ReadonlySet<string> = new Set([
  'Not',
  'Softplus',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'Transpose',
  'SpaceToDepth',
]);
