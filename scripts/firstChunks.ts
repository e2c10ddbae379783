/**
 * Which modules travel together: what the page, the engine and the judge each need until the first live figure is one
 * chunk. Left alone, Rolldown cuts modules by who else uses them, into dozens of small files that compress badly.
 */

import { resolve } from 'node:path';
import type { Rolldown } from 'vite';

/** A group of Rolldown's `output.codeSplitting`, whose name decides module by module. */
interface Group {
  readonly name: (id: string, context: Context) => string | null;
  readonly debugName: string;
}

interface Context {
  getModuleInfo(id: string): Rolldown.ModuleInfo | null;
}

/** The page itself. */
export const pageChunks: Group[] = [firstChunk('page', ['src/app/main.tsx'])];

/** The workers: the engine with the kernels of the built-in sample, and what the judge adds to it. */
export const workerChunks: Group[] = [
  firstChunk('engine', [
    'src/worker/worker.ts',
    'src/execution/webgpu/lowering/matrix.ts',
    'src/execution/webgpu/lowering/convolution.ts',
  ]),
  firstChunk('judge', ['src/worker/judge/judge.ts', 'src/files/onnx/write/writeOnnx.ts']),
];

// ---------------------------------------------------------------------------------------------------------------------

/** One chunk of all that these modules import statically; paths start at the folder of the project. */
function firstChunk(name: string, starts: readonly string[]): Group {
  let modules: ReadonlySet<string> | undefined;
  return {
    name: (id, context) => {
      modules ??= closure(
        starts.map((path) => resolve(path)),
        (module) => context.getModuleInfo(module)?.importedIds ?? [],
      );
      return modules.has(id) ? name : null;
    },
    debugName: name,
  };
}

/** Everything that can be reached, the starts included. */
function closure(starts: readonly string[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(starts);
  for (const id of found) for (const imported of next(id)) found.add(imported);
  return found;
}
