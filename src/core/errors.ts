/**
 * The one base class of every error that a person may read.
 *
 * A message is a sentence that names the thing, the value, the bound and the next step.
 * `code` is stable and meant for programs; `data` holds the facts of the message as values,
 * so that a page can draw them. Errors cross the worker boundary by these three fields.
 */
export class DecantError extends Error {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'DecantError';
    this.code = code;
    this.data = data;
  }
}

/** A graph that is malformed, or that a rewrite or an operator refuses. */
export class GraphError extends DecantError {
  override name = 'GraphError';
}

/** A file that cannot be read or written as asked. */
export class FileError extends DecantError {
  override name = 'FileError';
}

/** Data (images, labels, tables) that cannot be used as asked. */
export class DataError extends DecantError {
  override name = 'DataError';
}

/** An executor that cannot compile or run a graph on this machine. */
export class ExecutionError extends DecantError {
  override name = 'ExecutionError';
}

/** A recipe that is not valid, with the path of the offending field in `data.path`. */
export class RecipeError extends DecantError {
  override name = 'RecipeError';
}

/**
 * Stops on a fault of our own, never on bad input.
 *
 * @throws Error when `condition` is false
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Decant is at fault: ${message}`);
}

/** The message of anything that was thrown, as a sentence; never "[object Object]". */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return typeof thrown === 'string' ? thrown : `An unknown value was thrown (${typeof thrown}).`;
}
