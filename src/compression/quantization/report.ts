/** What a quantization says of itself: layer by layer, what was stored how, what it cost, what was left and why. */
import type { WeightOperator } from '../../graph/passes/weights.ts';
import type { PackedBits, PackedBytes, PackedStrategy } from '../../tensor/packed.ts';
import type { ObserverName } from './options.ts';

export interface WeightReport {
  /** The parameter's name. */
  readonly name: string;
  /** Nodes that read it. */
  readonly nodes: readonly string[];
  readonly operator: WeightOperator;
  readonly bits: PackedBits | 16;
  readonly strategy?: PackedStrategy;
  /** For strategy `group`. */
  readonly groupSize?: number;
  readonly symmetric?: boolean;
  readonly shape: readonly number[];
  /** Weights in all. */
  readonly count: number;
  readonly bytes: PackedBytes;
  /** Codes, scales and zero points by weight; padding apart. */
  readonly bitsPerWeight: number;
  /** The largest |w - stored|. */
  readonly maxError: number;
  /** Signal to quantization noise in dB; Infinity when exact. */
  readonly sqnr: number;
  /** True when the weight was packed before and this rounds its dequantized values again. */
  readonly fromDequantized: boolean;
}

/** One quantized activation. */
export interface ActivationReport {
  /** The value that is quantized. */
  readonly value: string;
  /** The nodes that read it quantized. */
  readonly nodes: readonly string[];
  readonly mode: 'static' | 'dynamic';
  readonly observer?: ObserverName;
  /** Static: the range chosen, its scale and zero point. */
  readonly low?: number;
  readonly high?: number;
  readonly scale?: number;
  readonly zeroPoint?: number;
  /** Samples that were seen. */
  readonly samples?: number;
  /** Static: signal to quantization noise on the calibration samples, in dB. */
  readonly sqnr?: number;
  /** Static: share of calibration values outside the range. */
  readonly clipped?: number;
}

export interface QuantizeReport {
  readonly weights: readonly WeightReport[];
  readonly activations: readonly ActivationReport[];
  /** Weights and activations that stay as they are, and why, as a sentence part. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}
