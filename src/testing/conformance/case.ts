/**
 * One row of the conformance table: an operator on concrete inputs, run on every executor and compared with the
 * reference, and (where it has a gradient) with finite differences. Rows lie beside this file, one file a family.
 */
import type { Attributes } from '../../graph/graph.ts';
import type { OperatorName } from '../../graph/operators/names.ts';
import type { Tensor } from '../../tensor/tensor.ts';

export interface ConformanceCase {
  readonly operator: OperatorName;
  /** What the row is about: "just over a tile", "size 1", "large values". */
  readonly about: string;
  readonly attributes?: Attributes;
  /** Inputs in order. `constant` makes the input a parameter (shapes, axes, weights); undefined leaves it out. */
  readonly inputs: readonly (CaseInput | undefined)[];
  /** Number of outputs wanted; 1 when left out. */
  readonly outputs?: number;
  readonly tolerance?: ToleranceName;
  /** Inputs (by index) whose gradient is checked against finite differences; none when left out. */
  readonly gradientOf?: readonly number[];
}

export interface CaseInput {
  readonly tensor: Tensor;
  readonly constant?: boolean;
}

/** Named tolerances: relative to the largest magnitude of the expected output, plus a share of values that may differ. */
export const tolerances = {
  /** Integers, booleans and copies: every bit. */
  exact: { relative: 0, absolute: 0, share: 0 },
  /** One f32 operation or a short chain: a few units in the last place, and GPU division and exp within WGSL's bounds. */
  f32: { relative: 2e-6, absolute: 1e-6, share: 0 },
  /** Sums over many f32 terms in another order than the reference's. */
  f32Sum: { relative: 2e-5, absolute: 1e-6, share: 0 },
  /** Transcendental functions whose WGSL precision is given in absolute terms. */
  f32Transcendental: { relative: 1e-4, absolute: 1e-5, share: 0 },
  /** Values stored as 16-bit floats: half a unit in the last place of 11 bits. */
  f16: { relative: 1e-3, absolute: 1e-4, share: 0 },
  /** Quantized outputs: one level on at most 0.1 % of the values, since a tie may round either way. */
  oneLevel: { relative: 0, absolute: 1, share: 0.001 },
  /**
   * Sums over 8-bit activations: a code at a tie may fall to either side, since scales are f32 on one side and f64 on
   * the other; one such code moves a sum by a scale, about 2 % of the largest sums of the small cases here.
   */
  w8a8: { relative: 2e-5, absolute: 1e-6, share: 0.02 },
} as const;

export type ToleranceName = keyof typeof tolerances;
