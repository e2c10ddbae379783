/**
 * Gathers the reports of a run into fewer, since an executor may make hundreds of steps a second: what stands between
 * two of them is kept as curve and as means. A report that somebody waits for goes at once.
 */
import type { TrainingProgress } from '../../training/curve.ts';
import type { TrainingReport } from '../api.ts';

/** What a report takes from the progress of a run; the rest is known to whoever sends it. */
export type Gathered = Pick<TrainingReport, 'losses' | 'curve'>;

/** Milliseconds between two reports. */
const betweenReports = 80;

export class ReportGatherer {
  #from = 0;
  #length = 0;
  #chunks: Readonly<Record<string, Float32Array>>[] = [];
  #sentAt = 0;
  #losses: readonly string[] = [];

  /** Takes up progress. What was gathered before it and does not join goes to `split`. */
  add({ from, values, losses }: TrainingProgress, split: (before: Gathered) => void): void {
    if (this.#length > 0 && from !== this.#from + this.#length) split(this.take());
    if (this.#length === 0) this.#from = from;
    this.#losses = Object.keys(losses);
    this.#chunks.push(values);
    this.#length += Object.values(values)[0]?.length ?? 0;
  }

  due(): boolean {
    return performance.now() - this.#sentAt >= betweenReports;
  }

  take(): Gathered {
    const names = Object.keys(this.#chunks[0] ?? {});
    const values = Object.fromEntries(names.map((name) => [name, this.#joined(name)]));
    const mean = (column: Float32Array) => column.reduce((sum, value) => sum + value, 0) / column.length;
    const means = this.#length === 0 ? [] : this.#losses.map((name) => [name, mean(values[name])] as const);
    const gathered = { losses: Object.fromEntries(means), curve: { from: this.#from, values } };
    this.#from += this.#length;
    this.#length = 0;
    this.#chunks = [];
    this.#sentAt = performance.now();
    return gathered;
  }

  #joined(name: string): Float32Array {
    const whole = new Float32Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk[name], at);
      at += chunk[name].length;
    }
    return whole;
  }
}
