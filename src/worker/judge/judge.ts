/** What the judge worker serves: `onnx` and `reference`. */
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { usableThreads } from '../../execution/onnx/runtime.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Handler, Handlers } from '../rpc.ts';
import { createJudge } from './serveJudge.ts';

/** Handlers over both executors; WASM runs on as many threads as this page may use, or on fewer where asked. */
export function judgeHandlers(asked?: number): Handlers {
  const threads = Math.min(asked ?? usableThreads(), usableThreads());
  const executors = { onnx: createOnnxExecutor({ threads }), reference: createReferenceExecutor() };
  return new Map(Object.entries(createJudge(executors, threads)) as [string, Handler][]);
}
