/**
 * The seeded generator behind shuffling, augmentation, synthetic inputs and initial weights.
 * It is xoshiro128** (Blackman and Vigna, 2018) seeded by splitmix32; not for secrets.
 *
 * Randomness inside graphs is a different thing: a counter-based hash made of operators.
 */
export interface Random {
  /** The next 32 bits as an unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1), with 32 bits of resolution. */
  uniform(): number;
  /** Standard normal, by the Box-Muller transform. */
  normal(): number;
  /** A uniform integer in [0, bound). */
  integer(bound: number): number;
  /** Shuffles an array in place (Fisher and Yates) and returns it. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
}

/** Creates a generator; the same seed gives the same sequence on every machine. */
export function createRandom(seed: number): Random {
  const state = seedState(seed);
  const uint32 = () => nextXoshiro(state);
  const uniform = () => uint32() / 4294967296;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const integer = (bound: number) => Math.floor(uniform() * bound);
  const shuffle = <T extends { length: number; [index: number]: unknown }>(items: T): T => {
    for (let i = items.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
    return items;
  };
  return { uint32, uniform, normal, integer, shuffle };
}

// ---------------------------------------------------------------------------------------------

function seedState(seed: number): Uint32Array {
  const state = new Uint32Array(4);
  let z = seed >>> 0;
  for (let i = 0; i < 4; i++) {
    z = (z + 0x9e3779b9) >>> 0;
    let t = z ^ (z >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    state[i] = (t ^ (t >>> 15)) >>> 0;
  }
  return state;
}

function nextXoshiro(s: Uint32Array): number {
  const product = Math.imul(s[1], 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >>> 21);
  return result;
}
