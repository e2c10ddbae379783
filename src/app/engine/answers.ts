/** How both sides weigh the classes of single inputs: a sample of the data, or one that a person has drawn. */
import type { Decant, ScriptTensor } from '../../studio/api.ts';
import type { Distributions, EngineContext } from './engine.ts';

/** The distributions of both sides for raw values of one sample; null before both sides are live. */
export async function distributionsOf(
  { decant, store }: EngineContext,
  values: Uint8Array,
  signal: AbortSignal,
): Promise<Distributions | null> {
  const { results } = store.getState();
  const [a, b] = [results.a?.modelId, results.b?.modelId];
  const input = store.getState().bases[0]?.model.inputs[0];
  if (!a || !b || !input || values.length === 0) return null;
  const shape = input.shape.map((side, axis) => (axis === 0 || typeof side === 'string' ? 1 : side));
  const inputs = { [input.name]: { dtype: scriptType(input.dtype), shape, data: asValues(input.dtype, values) } };
  const ask = (model: string) => sharesOf(decant, model, inputs, signal);
  return { a: await ask(a), b: await ask(b) };
}

/** Scores as shares: as they are where they add up to one, else by softmax. */
function asShares(scores: readonly number[]): number[] {
  const sum = scores.reduce((total, score) => total + score, 0);
  if (scores.every((score) => score >= 0) && Math.abs(sum - 1) < ROUNDING) return [...scores];
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const all = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / all);
}

// ---------------------------------------------------------------------------------------------------------------------

/** Probabilities from f16 arithmetic add up to one only about so closely. */
const ROUNDING = 0.01;

async function sharesOf(
  decant: Decant,
  model: string,
  inputs: Readonly<Record<string, ScriptTensor>>,
  signal: AbortSignal,
): Promise<number[]> {
  const outputs = await decant.predict({ model, inputs }, { signal });
  const data = Object.values(outputs)[0]?.data;
  return data instanceof Float32Array ? asShares([...data]) : [];
}

function scriptType(dtype: string): ScriptTensor['dtype'] {
  return dtype === 'u8' ? 'uint8' : 'float32';
}

function asValues(dtype: string, values: Uint8Array): ArrayBufferView {
  return dtype === 'u8' ? values : Float32Array.from(values);
}
