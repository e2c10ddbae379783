/**
 * Runs graphs in onnxruntime-web: the graph is written as ONNX by our own writer and opened as a session. The
 * independent judge of the other executors, the fallback without WebGPU, and a peer. Not interruptible within a run.
 */
import type { InferenceSession } from 'onnxruntime-web/wasm';
import { ExecutionError, messageOf } from '../../core/errors.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { OnnxForm } from '../../files/onnx/write/lowerStorage.ts';
import { writeOnnx } from '../../files/onnx/write/writeOnnx.ts';
import type { Graph } from '../../graph/graph.ts';
import { inferTypes, knownValues } from '../../graph/inferTypes.ts';
import { isConcrete } from '../../tensor/shape.ts';
import type { CompileOptions, Executor, Plan, Unsupported } from '../executor.ts';
import { opaqueNodes } from '../executor.ts';
import { refuseLargeValues } from '../valueSizes.ts';
import { OnnxPlan } from './onnxPlan.ts';
import type { Runtime, RuntimeOptions } from './runtime.ts';
import { openRuntime } from './runtime.ts';
import { widenBoundary } from './wideBoundary.ts';

export interface OnnxExecutorOptions extends RuntimeOptions {
  /** How packed weights are written; `nbits` when left out, which onnxruntime multiplies without unpacking. */
  readonly form?: OnnxForm;
}

/** Nothing is loaded before the first graph is compiled. */
export function createOnnxExecutor(options: OnnxExecutorOptions = {}): Executor {
  const plans = new Set<OnnxPlan>();
  return {
    name: 'onnx',
    unsupported: async (graph) => foreignNodes(graph),
    compile: async (graph, compileOptions) => {
      const plan = await compileOnnx(graph, options, compileOptions ?? {}, (gone) => plans.delete(gone));
      plans.add(plan);
      return plan;
    },
    dispose: async () => {
      for (const plan of plans) plan.dispose();
      plans.clear();
    },
  };
}

/**
 * Opens an ONNX file as it stands, without our reader and writer: for checking what was exported.
 *
 * @throws ExecutionError `execution/onnxruntime` when onnxruntime refuses it
 */
export async function openSession(runtime: Runtime, bytes: Uint8Array): Promise<InferenceSession> {
  try {
    return await runtime.alone(() => runtime.ort.InferenceSession.create(bytes, sessionOptions));
  } catch (error) {
    throw refusal(messageOf(error));
  }
}

// ---------------------------------------------------------------------------------------------

/** Domains whose operators onnxruntime-web knows. */
const knownDomains: ReadonlySet<string> = new Set(['', 'ai.onnx', 'com.microsoft', 'ai.onnx.ml']);

function foreignNodes(graph: Graph): Unsupported[] {
  const foreign = new Set(
    graph.nodes.flatMap((node) => (node.kind === 'opaque' && !knownDomains.has(node.domain) ? [node.name] : [])),
  );
  return opaqueNodes(graph)
    .filter(({ node }) => foreign.has(node))
    .map((node) => ({ ...node, reason: 'its domain is not one that onnxruntime-web knows' }));
}

const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  extra: {
    session: {
      // Without this, DequantizeLinear + MatMul may be fused into a product that quantizes the activations to int8.
      qdq_matmulnbits_accuracy_level: '1',
      // Threads that spin while they wait take cores from whoever gives them work: where other programs ran, an MLP's
      // training step took 35 ms instead of 9; alone on two cores it takes 4.4 ms either way.
      intra_op: { allow_spinning: '0' },
    },
  },
};

async function compileOnnx(
  graph: Graph,
  options: OnnxExecutorOptions,
  compile: CompileOptions,
  onDispose: (plan: OnnxPlan) => void,
): Promise<OnnxPlan> {
  const [foreign] = foreignNodes(graph);
  if (foreign)
    throw new ExecutionError(
      'execution/unsupported',
      `Node "${foreign.node}" (${foreign.operator}) cannot run in onnxruntime: ${foreign.reason}.`,
      { ...foreign },
    );
  const inputShapes = concreteInputs(graph, compile);
  const { shapes, values } = compile;
  refuseLargeValues(graph, (await inferTypes(graph, { shapes, known: knownValues(values) })).types);
  const wide = await widenBoundary(graph, compile);
  const { bytes, renamed } = await writeOnnx(wide.graph, {
    form: options.form ?? 'nbits',
    initialStates: false,
    shapes,
    values,
  });
  throwIfAborted(compile.signal);
  const runtime = await openRuntime(options);
  const session = await openSession(runtime, bytes);
  return OnnxPlan.create({ graph, runtime, session, inputShapes, renamed, widened: wide.outputs, onDispose });
}

function concreteInputs(graph: Graph, compile: CompileOptions): Plan['inputShapes'] {
  const shapes: Record<string, readonly number[]> = {};
  for (const { name, shape } of graph.inputs) {
    const given = compile.shapes?.[name] ?? shape;
    if (!isConcrete(given))
      throw new ExecutionError(
        'execution/shapes',
        `The shape of input "${name}" (${given.join('×')}) is not known before running. Give the shapes of all inputs.`,
        { value: name, shape: given },
      );
    shapes[name] = given;
  }
  return shapes;
}

/** onnxruntime's message with the node that it names. */
function refusal(message: string): ExecutionError {
  const node = /node with name '([^']*)'/.exec(message)?.[1] ?? /Node ?\(([^)]*)\)/.exec(message)?.[1];
  const reason = message.replace(/^.*ERROR_MESSAGE: /s, '').trim();
  return node
    ? new ExecutionError('execution/unsupported', `Node "${node}" cannot run in onnxruntime: ${reason}`, {
        node,
        reason,
      })
    : new ExecutionError('execution/onnxruntime', `onnxruntime does not open the graph: ${reason}`, { reason });
}
