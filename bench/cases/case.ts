/** A row of the benchmark: what is measured, against whom, and what the ratio should be. */
import type { Contestant, Host } from '../contestants/contestant.ts';
import type { Workload } from '../workloads/workload.ts';

export interface BenchCase {
  /** As `--only` takes it and as the results name it. */
  readonly name: string;
  /** Which of Decant's executors is measured. */
  readonly executor: 'webgpu' | 'onnx';
  /** Made anew for each run of the case, so that listing cases costs nothing. */
  workload(): Workload;
  /**
   * Opens Decant and each peer; one that fails leaves the others. The work is that of `workload`. Libraries are
   * imported only here: listing the cases loads none.
   */
  readonly ours: Open;
  readonly peers: Readonly<Record<string, Open>>;
  readonly goals: readonly Goal[];
  /** Rounds at most, where a peer takes so long that more would take minutes. */
  readonly mostRounds?: number;
}

export type Open = (host: Host) => Promise<Contestant>;

/** What a ratio (peer time / our time) should reach. */
export interface Goal {
  readonly peer: string;
  readonly ratio: number;
}
