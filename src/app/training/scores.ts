/** Class scores of one network for one sample, and what a temperature makes of them. */
import type { Decant, ModelSummary, ScriptTensor } from '../../studio/api.ts';

/**
 * The raw scores that a network gives one sample, before any softmax; probabilities are taken back to their logarithms.
 * @param pixels raw values of the sample, in the model's own input shape
 */
export async function scoresOf(
  decant: Pick<Decant, 'predict'>,
  { id, inputs }: ModelSummary,
  pixels: Uint8Array,
  signal?: AbortSignal,
): Promise<number[]> {
  const [input] = inputs;
  if (!input) return [];
  const shape = input.shape.map((side, axis) => (axis === 0 || typeof side === 'string' ? 1 : side));
  const tensor: ScriptTensor =
    input.dtype === 'u8'
      ? { dtype: 'uint8', shape, data: pixels }
      : { dtype: 'float32', shape, data: Float32Array.from(pixels) };
  const outputs = await decant.predict({ model: id, inputs: { [input.name]: tensor } }, signal ? { signal } : {});
  const data = Object.values(outputs)[0]?.data;
  return data instanceof Float32Array ? asLogits([...data]) : [];
}

/** Softmax of scores divided by a temperature. */
export function softened(scores: readonly number[], temperature: number): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** KL(p || q) in nats. */
export function divergence(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, k) => (share > 0 ? sum + share * Math.log(share / Math.max(q[k] ?? 0, LEAST)) : sum), 0);
}

/** The class with the largest value. */
export const topOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));

// ---------------------------------------------------------------------------------------------------------------------

const LEAST = 1e-12;
/** Probabilities from f16 arithmetic add up to one only about so closely. */
const ROUNDING = 0.01;

function asLogits(scores: readonly number[]): number[] {
  const sum = scores.reduce((total, score) => total + score, 0);
  const areShares = scores.every((score) => score >= 0) && Math.abs(sum - 1) < ROUNDING;
  return areShares ? scores.map((share) => Math.log(Math.max(share, LEAST))) : [...scores];
}
