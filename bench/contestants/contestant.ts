/** One way to do a workload: Decant, or a library beside it. */

export interface Contestant {
  /** Called before each turn, outside the measured time: chooses a backend where a library has one for the whole page. */
  enter?(): unknown;
  /**
   * Does the work `times` times, one after another, and resolves with the last result once it is in JavaScript's
   * memory: only then is the device known to be done. A training step's result is its loss.
   */
  run(times: number): Promise<Float32Array>;
  /** The largest error accepted where it is not the workload's: activations quantized to int8, say. */
  readonly tolerance?: number;
  /** Judges its results where they are not the workload's: the parts of a whole that are measured apart. */
  errorOf?(results: readonly Float32Array[]): number;
  /** Milliseconds by kernel, where the contestant can tell; for a person who looks for the time. */
  profile?(): Promise<readonly KernelTime[] | undefined>;
}

export interface KernelTime {
  readonly node: string;
  readonly kernels: readonly string[];
  readonly ms: number;
  readonly flops: number;
  readonly bytes: number;
}

/** Where contestants run: what differs between a page and Node. */
export interface Host {
  readonly gpu: GPU | undefined;
}
