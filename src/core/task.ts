/** What every long call accepts: a way to stop it and a way to hear from it. */

/** How far a long call has come. `secondsLeft` is an estimate from the pace so far. */
export interface Progress {
  /** What is being done now, as words for a person: "measuring side B". */
  readonly label: string;
  /** Units done and units in all, in the same unit. */
  readonly done: number;
  readonly total: number;
  readonly secondsLeft?: number;
  /** What was found since the last report, where a call tells results before it ends; the call says what it is. */
  readonly partial?: unknown;
}

/** The last argument of every long call. */
export interface TaskOptions {
  readonly signal?: AbortSignal;
  /** A method, so that a call may say more exactly what `partial` is. */
  onProgress?(progress: Progress): void;
}

/** Throws the signal's reason when it was aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
}

/** Lets timers, messages and rendering run before the next piece of work. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Reports progress with a remaining time that follows from the pace since `start`. */
export function createProgressReporter<Found = unknown>(
  label: string,
  total: number,
  onProgress?: (progress: Progress & { readonly partial?: Found }) => void,
) {
  const start = performance.now();
  return (done: number, more: { readonly label?: string; readonly partial?: Found } = {}): void => {
    if (!onProgress) return;
    const elapsed = (performance.now() - start) / 1000;
    const secondsLeft = done > 0 ? (elapsed / done) * (total - done) : undefined;
    onProgress({ label, done, total, ...(secondsLeft === undefined ? {} : { secondsLeft }), ...more });
  };
}
