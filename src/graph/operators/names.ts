/** The names of every operator, by family. A family's table and each executor's rules are total over these. */

export const elementwiseNames = [
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Neg',
  'Abs',
  'Exp',
  'Log',
  'Sqrt',
  'Reciprocal',
  'Pow',
  'Mod',
  'Sum',
  'Tanh',
  'Sigmoid',
  'Erf',
  'Sin',
  'Cos',
  'Relu',
  'LeakyRelu',
  'PRelu',
  'Elu',
  'Selu',
  'HardSigmoid',
  'HardSwish',
  'Gelu',
  'Swish',
  'Softplus',
  'Clip',
  'Min',
  'Max',
  'Round',
  'Floor',
  'Ceil',
  'Sign',
  'Where',
  'Equal',
  'Greater',
  'Less',
  'GreaterOrEqual',
  'LessOrEqual',
  'Not',
  'And',
  'Or',
  'Xor',
  'BitShift',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'Cast',
  'Identity',
  'Dropout',
] as const;

export const reductionNames = [
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceProd',
  'ReduceL1',
  'ReduceL2',
  'ReduceSumSquare',
  'ReduceLogSumExp',
  'ArgMax',
  'ArgMin',
  'TopK',
  'CumSum',
  'Softmax',
  'LogSoftmax',
  'SoftmaxGradient',
] as const;

export const matrixNames = ['MatMul', 'Gemm'] as const;

export const convolutionNames = [
  'Conv',
  'ConvTranspose',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'ConvWeightGradient',
  'MaxPoolGradient',
  'AveragePoolGradient',
] as const;

export const normalizationNames = [
  'BatchNormalization',
  'LayerNormalization',
  'RMSNormalization',
  'InstanceNormalization',
  'LayerNormalizationGradient',
  'RMSNormalizationGradient',
] as const;

export const shapeNames = [
  'Reshape',
  'Flatten',
  'Transpose',
  'Concat',
  'Split',
  'Slice',
  'Pad',
  'Gather',
  'GatherElements',
  'GatherND',
  'ScatterElements',
  'ScatterND',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Tile',
  'Trilu',
  'OneHot',
  'Range',
  'Size',
  'Shape',
  'Constant',
  'ConstantOfShape',
  'DepthToSpace',
  'SpaceToDepth',
  'Resize',
] as const;

export const quantizationNames = [
  'QuantizeLinear',
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'MatMulInteger',
  'ConvInteger',
  'QLinearMatMul',
  'QLinearConv',
  'MatMulNBits',
] as const;

export const trainingNames = [
  'SoftmaxCrossEntropyLoss',
  'SoftCrossEntropy',
  'FakeQuantize',
  'GlobalNorm',
  'AdamW',
  'SGD',
  'Lion',
] as const;

export type ElementwiseName = (typeof elementwiseNames)[number];
export type ReductionName = (typeof reductionNames)[number];
export type MatrixName = (typeof matrixNames)[number];
export type ConvolutionName = (typeof convolutionNames)[number];
export type NormalizationName = (typeof normalizationNames)[number];
export type ShapeName = (typeof shapeNames)[number];
export type QuantizationName = (typeof quantizationNames)[number];
export type TrainingName = (typeof trainingNames)[number];

export type OperatorName =
  | ElementwiseName
  | ReductionName
  | MatrixName
  | ConvolutionName
  | NormalizationName
  | ShapeName
  | QuantizationName
  | TrainingName;
