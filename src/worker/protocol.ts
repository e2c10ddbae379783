/**
 * The boundary between page and engine, and between engine and judge: commands one way, events the other, each a
 * discriminated union. Every event carries the id of the command that it answers. An error crosses as its fields.
 */
import { DecantError } from '../core/errors.ts';
import type { Progress, TaskOptions } from '../core/task.ts';
import type { CompileOptions, ExecutorName, RunOptions, Tensors, Unsupported } from '../execution/executor.ts';
import type { Decant, DecantEvent } from '../studio/api.ts';
import type { PlainGraph } from '../studio/plainGraph.ts';
import type { RunCalls, runHandles } from '../studio/training/handle.ts';

/** What the engine answers: the scripting interface without what only the page can hold. */
export type EngineMethods = Omit<Decant, 'ready' | 'subscribe' | keyof ReturnType<typeof runHandles>> &
  RunCalls & {
    /** Resolves when executors are chosen and the kernels of the sample are checked. */
    readiness(options?: TaskOptions): Decant['ready'];
  };

/** What the engine answers besides when it was started for tests: damage on purpose. */
export interface TestHooks {
  /** Loses the GPU device as a driver may at any time. */
  loseDevice(options?: TaskOptions): Promise<void>;
  /** Makes every file of a run fail as a full disk does, or lets them be written again. */
  fillStorage(full: boolean, options?: TaskOptions): Promise<void>;
}

/** The name of an engine worker that has the hooks; another name means that they are not there. */
export const engineWithHooks = 'decant-engine-with-test-hooks';

/** The name of the worker that is the judge. */
export const judgeName = 'decant-judge';

/** The name of a judge whose WASM runs on so many threads; without a number on as many as the page may use. */
export const judgeNameOn = (threads: number): string => `${judgeName} ${threads}`;

/** The threads that a judge's name asks for. */
export const threadsOfJudge = (name: string): number | undefined => Number(name.slice(judgeName.length)) || undefined;

/** What the judge answers: `onnx` and `reference` behind the executor interface, plans by number. */
export interface JudgeMethods {
  unsupported(executor: ExecutorName, graph: PlainGraph, options?: TaskOptions): Promise<readonly Unsupported[]>;
  compile(
    executor: ExecutorName,
    graph: PlainGraph,
    compile: Pick<CompileOptions, 'shapes' | 'values'>,
    options?: TaskOptions,
  ): Promise<{ plan: number; inputShapes: Readonly<Record<string, readonly number[]>> }>;
  run(plan: number, inputs: Tensors, run: Pick<RunOptions, 'fetch'>, options?: TaskOptions): Promise<Tensors>;
  readStates(plan: number, options?: TaskOptions): Promise<Tensors>;
  writeStates(plan: number, states: Tensors, options?: TaskOptions): Promise<void>;
  dispose(plan: number, options?: TaskOptions): Promise<void>;
  threads(options?: TaskOptions): Promise<number>;
}

export type Command =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number };

export type Reply =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'notice'; readonly event: DecantEvent };

/** An error as its fields; rebuilt as a DecantError on the other side. */
export interface PlainError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** Whatever was thrown, as fields that survive a structured clone; what is no error of ours gets the code `fault`. */
export function toPlainError(thrown: unknown): PlainError {
  if (thrown instanceof DecantError) {
    return {
      name: thrown.name,
      code: thrown.code,
      message: thrown.message,
      data: plainData(thrown.data),
      stack: thrown.stack,
    };
  }
  if (thrown instanceof DOMException || thrown instanceof Error) {
    const code = thrown.name === 'AbortError' ? 'aborted' : 'fault';
    return { name: thrown.name, code, message: thrown.message || thrown.name, data: {}, stack: thrown.stack };
  }
  return {
    name: 'Error',
    code: 'fault',
    message: typeof thrown === 'string' ? thrown : 'Something failed without saying why.',
    data: {},
  };
}

/** A DecantError again, or an AbortError where the work was cancelled. */
export function fromPlainError(error: PlainError): Error {
  if (error.code === 'aborted') return new DOMException(error.message, 'AbortError');
  const rebuilt = new DecantError(error.code, error.message, error.data);
  rebuilt.name = error.name;
  if (error.stack) rebuilt.stack = error.stack;
  return rebuilt;
}

// ---------------------------------------------------------------------------------------------

/** Facts of an error that survive a structured clone. */
function plainData(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value !== 'function'));
}
