/** What the judge worker serves: `onnx` and `reference`. */
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { usableThreads } from '../../execution/onnx/runtime.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Handler, Handlers } from '../rpc.ts';
import { createJudge } from './serveJudge.ts';

/** Handlers over both executors; WASM runs on as many threads as this page may use. */
export function judgeHandlers(): Handlers {
  const executors = { onnx: createOnnxExecutor(), reference: createReferenceExecutor() };
  return new Map(Object.entries(createJudge(executors, usableThreads())) as [string, Handler][]);
}
