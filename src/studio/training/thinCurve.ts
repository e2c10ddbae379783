/** A curve in few points: as a run grows longer each point becomes the mean of a longer stretch. */
import type { TrainingRecord } from '../api.ts';

/** Points a name at most. */
const most = 600;

type KeptCurve = TrainingRecord['curve'];

export class ThinCurve {
  #from: number;
  #every = 1;
  /** Sums of whole and begun stretches, by name; those of the last may not be whole. */
  readonly #sums = new Map<string, number[]>();
  /** Steps taken up. */
  #length = 0;

  constructor(kept: KeptCurve = { from: 0, every: 1, values: {} }) {
    this.#from = kept.from;
    this.#every = kept.every;
    for (const [name, means] of Object.entries(kept.values)) {
      this.#sums.set(
        name,
        means.map((mean) => mean * kept.every),
      );
      this.#length = means.length * kept.every;
    }
  }

  /** Takes up values of steps that begin after `from`; what was known from there on is forgotten. */
  add(from: number, values: Readonly<Record<string, Float32Array>>): void {
    if (this.#length === 0) this.#from = from;
    else if (from !== this.#from + this.#length) this.#goBackTo(from);
    const start = this.#length;
    const gap = Math.max(0, from - this.#from - start);
    for (const [name, column] of Object.entries(values)) {
      if (column.length === 0) continue;
      for (let i = 0; i < gap; i++) this.#put(name, start + i, column[0]);
      for (let i = 0; i < column.length; i++) this.#put(name, start + gap + i, column[i]);
      this.#length = Math.max(this.#length, start + gap + column.length);
    }
    while (this.#length > most * this.#every) this.#halve();
  }

  /** Stretches that are whole; the last one as it is when it holds anything. */
  kept(): KeptCurve {
    const every = this.#every;
    const steps = this.#length;
    const mean = (sum: number, i: number) => sum / Math.min(every, steps - i * every);
    const values = [...this.#sums].map(([name, sums]): [string, number[]] => [name, sums.map(mean)]);
    return { from: this.#from, every, values: Object.fromEntries(values) };
  }

  // -------------------------------------------------------------------------------------------

  #put(name: string, step: number, value: number): void {
    const sums = this.#sums.get(name) ?? [];
    this.#sums.set(name, sums);
    const point = Math.floor(step / this.#every);
    sums[point] = (sums[point] ?? 0) + value;
  }

  #halve(): void {
    this.#every *= 2;
    for (const [name, sums] of this.#sums) {
      const pairs = Array.from({ length: Math.ceil(sums.length / 2) }, (_, i) => sums[2 * i] + (sums[2 * i + 1] ?? 0));
      this.#sums.set(name, pairs);
    }
  }

  /** To the last whole stretch that ends no later; a step between is forgotten with its stretch. */
  #goBackTo(step: number): void {
    const points = Math.max(0, Math.floor((step - this.#from) / this.#every));
    for (const sums of this.#sums.values()) sums.length = Math.min(sums.length, points);
    this.#length = Math.min(this.#length, points * this.#every);
  }
}
