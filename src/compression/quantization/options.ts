/** What a quantization is asked to do, in the words of the field (compressed-tensors' QuantizationArgs). Types alone. */
import type { PackedBits, PackedStrategy } from '../../tensor/packed.ts';

/** How the range that the codes span is chosen. */
export type ClipMethod = 'minmax' | 'percentile' | 'mse' | 'range';

/** Integer weights, stored packed. */
export interface IntegerWeightOptions {
  readonly bits: PackedBits;
  readonly strategy: PackedStrategy;
  /** Weights that share a scale along a row; for strategy `group`. */
  readonly groupSize?: 16 | 32 | 64 | 128;
  /** True: codes around zero, no zero points. */
  readonly symmetric: boolean;
  readonly clip: ClipMethod;
  /** Share of weights inside the range, in percent, for clip `percentile`. 99.9 when left out. */
  readonly percentile?: number;
  /** Where weights are cut off, in their own units, for clip `range`: [low, high] with low <= 0 <= high. */
  readonly range?: readonly [low: number, high: number];
}

/** Weights stored as 16-bit floats. */
export interface HalfWeightOptions {
  readonly bits: 16;
}

export type WeightOptions = IntegerWeightOptions | HalfWeightOptions;

/** How a calibration chooses the range of an activation from what it saw. */
export type ObserverName = 'minmax' | 'moving-average' | 'percentile' | 'mse' | 'entropy';

/** int8 with a scale a row (MatMul, Gemm) or a sample (Conv), found while running. */
export interface DynamicActivationOptions {
  readonly bits: 8;
  readonly mode: 'dynamic';
}

/** One scale a tensor, fixed by calibration on real samples. */
export interface StaticActivationOptions {
  readonly bits: 8;
  readonly mode: 'static';
  /** True: int8 around zero; false: uint8 with a zero point. False when left out. */
  readonly symmetric?: boolean;
  readonly observer: ObserverName;
  /** Samples to calibrate on. 256 when left out. */
  readonly samples?: number;
  /** Share of values inside the range, in percent, for observer `percentile`. 99.99 when left out. */
  readonly percentile?: number;
}

export type ActivationOptions = DynamicActivationOptions | StaticActivationOptions;

/** Which layers: names of nodes or parameters, names of operators, or `re:` and a regular expression over both names. */
export interface Selection {
  /** All layers when left out. */
  readonly targets?: readonly string[];
  readonly ignore?: readonly string[];
  /** Leaves the first or the last layer as it is, whatever its name. */
  readonly exempt?: readonly ('first' | 'last')[];
}

export interface QuantizeOptions extends Selection {
  readonly weights?: WeightOptions;
  readonly activations?: ActivationOptions;
  /** Also quantizes weights that are packed already, from their dequantized values. Off when left out. */
  readonly requantize?: boolean;
}
