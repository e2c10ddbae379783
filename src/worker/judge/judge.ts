/** The judge worker's entry: serves `onnx` and `reference`. */
import { createOnnxExecutor } from '../../execution/onnx/onnxExecutor.ts';
import { usableThreads } from '../../execution/onnx/runtime.ts';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import type { Handler, Port } from '../rpc.ts';
import { serve } from '../rpc.ts';
import { createJudge } from './serveJudge.ts';

const scope: Port = self;
const executors = { onnx: createOnnxExecutor(), reference: createReferenceExecutor() };
const handlers = Object.entries(createJudge(executors, usableThreads()));
serve(scope, new Map(handlers as [string, Handler][]));
