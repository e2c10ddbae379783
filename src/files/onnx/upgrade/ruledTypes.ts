/**
 * The operator types of files whose form changed between opsets, Cast apart. Their rules are loaded with the first file
 * that has one.
 */

const ruledTypes = [
  'BatchNormalization',
  'Clip',
  'DequantizeLinear',
  'Dropout',
  'LogSoftmax',
  'Pad',
  'QuantizeLinear',
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSumExp',
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
  'Resize',
  'Scatter',
  'Slice',
  'Softmax',
  'Split',
  'Squeeze',
  'TopK',
  'Unsqueeze',
  'Upsample',
] as const;

export type RuledType = (typeof ruledTypes)[number];

/** Narrows an operator type as a file writes it. */
export const isRuled = (type: string): type is RuledType => ruledTypes.some((ruled) => ruled === type);
