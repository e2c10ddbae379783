/**
 * The interface that the three executors share: compile a graph once, run the plan many times.
 * A plan is specialised by the shapes of its inputs and by the values of inputs that shapes are computed from.
 */
import type { TaskOptions } from '../core/task.ts';
import type { Graph, Node } from '../graph/graph.ts';
import { operatorOf } from '../graph/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';

export type ExecutorName = 'reference' | 'onnx' | 'webgpu';

/** A node that an executor cannot run, and why, as a sentence part. */
export interface Unsupported {
  readonly node: string;
  readonly operator: string;
  readonly reason: string;
}

export interface CompileOptions extends TaskOptions {
  /** Concrete shapes of the inputs; an input whose declared shape is concrete may be left out. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Values of inputs from which shapes are computed (a Reshape target that is an input). */
  readonly values?: Readonly<Record<string, Tensor>>;
}

export interface Executor {
  readonly name: ExecutorName;
  /** Every node that this executor cannot run, before anything starts. Empty means the graph runs. */
  unsupported(graph: Graph): Promise<readonly Unsupported[]>;
  /**
   * @throws ExecutionError `execution/unsupported` naming the first node that cannot run
   * @throws ExecutionError `execution/shapes` when a shape cannot be known before running
   */
  compile(graph: Graph, options?: CompileOptions): Promise<Plan>;
  /** Frees what the executor holds (a device, sessions). */
  dispose(): Promise<void>;
}

export type Tensors = Readonly<Record<string, Tensor>>;

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Names of the outputs to read back; all when left out. States advance in any case. */
  readonly fetch?: readonly string[];
}

export interface Plan {
  /** Shapes that the plan was specialised to. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /**
   * Runs once; states advance all or not at all.
   *
   * @throws ExecutionError `execution/input` when an input is missing or has another dtype or shape
   */
  run(inputs: Tensors, options?: RunOptions): Promise<Tensors>;
  /** The current values of states, by state name. */
  readStates(): Promise<Tensors>;
  /** Sets states, by state name; others stay. */
  writeStates(states: Tensors): Promise<void>;
  /** Bytes that the plan holds while it lives; parameters may be shared with other plans. */
  readonly memory?: PlanMemory;
  /** Milliseconds, flops and bytes of each node; measured apart from `run`, with one pass a node. */
  profile?(inputs: Tensors, options?: TaskOptions): Promise<readonly NodeProfile[]>;
  dispose(): void;
}

export interface PlanMemory {
  readonly parameters: number;
  readonly intermediates: number;
  readonly states: number;
}

export interface NodeProfile {
  readonly node: string;
  readonly operator: string;
  /** Names of the kernels that ran for the node. */
  readonly kernels: readonly string[];
  /** Median milliseconds of `n` runs. */
  readonly ms: number;
  readonly n: number;
  readonly flops: number;
  readonly bytes: number;
  readonly clock: 'gpu-timestamp' | 'wall';
}

/** Nodes that no executor but `onnx` can run: those that the operator table does not know. */
export function opaqueNodes(graph: Graph): Unsupported[] {
  return graph.nodes.flatMap((node: Node) =>
    node.kind === 'opaque' ? [{ node: node.name, operator: operatorOf(node), reason: node.reason }] : [],
  );
}
