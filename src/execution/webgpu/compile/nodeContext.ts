/** The context of one lowering rule: collects the dispatches that the rule emits. */
import { ExecutionError, invariant } from '../../../core/errors.ts';
import type { OperatorNode } from '../../../graph/graph.ts';
import { sizeOf } from '../../../tensor/shape.ts';
import type { BufferRef, ElementType, ValueRef } from '../bufferRef.ts';
import { bytesOfRef, elementOf } from '../bufferRef.ts';
import type { Capabilities } from '../capabilities.ts';
import type { AnyCall, CallOf, Epilogue, Kernel } from '../kernels/defineKernel.ts';
import { linkKernel } from '../kernels/linkKernel.ts';
import { packParams } from '../kernels/params.ts';
import type { LoweringContext, PreparedSpec, Variant } from '../lowering/lowering.ts';
import { foldGrid } from './foldGrid.ts';
import type { Dequantize } from './nodeView.ts';
import { ViewOfNode } from './nodeView.ts';
import type { Choice, Copy, Dispatch } from './program.ts';
import type { Values } from './values.ts';

/** What the contexts of one compilation share. */
export interface Compilation {
  readonly values: Values;
  readonly capabilities: Capabilities;
  readonly choices: Choice[];
  /** Which buffers share memory, as pairs. */
  readonly aliases: [BufferRef, BufferRef][];
  /** The variant that the tuner remembers, if any. */
  remembered(family: string, shapeClass: string): string | undefined;
}

export class NodeContext extends ViewOfNode implements LoweringContext {
  readonly capabilities: Capabilities;
  readonly epilogue: Epilogue | undefined;
  /** What the rule has emitted, in order. */
  readonly dispatches: (Dispatch | Copy)[] = [];
  readonly #compilation: Compilation;
  readonly #outputs: readonly string[];

  /** @param outputs names of the values that the rule writes; they differ from the node's when a chain is fused to it */
  constructor(
    node: OperatorNode,
    outputs: readonly string[],
    compilation: Compilation,
    epilogue: Epilogue | undefined,
    dequantize: Dequantize,
  ) {
    super(node, compilation.values, dequantize);
    this.#compilation = compilation;
    this.#outputs = outputs;
    this.capabilities = compilation.capabilities;
    this.epilogue = epilogue;
  }

  get unused(): BufferRef {
    return this.constant('unused', { element: 'u32', count: 4, load: async () => new Uint32Array(4) });
  }

  wanted(index: number): boolean {
    const name = this.#outputs[index];
    return name !== undefined && name !== '' && this.values.isDemanded(name);
  }

  output(index: number): ValueRef {
    const name = this.#outputs[index];
    if (name) return this.values.ref(name);
    const { dtype, shape } = this.outputTypes[index] ?? { dtype: 'f32', shape: [] };
    return { ...this.scratch(elementOf(dtype), sizeOf(shape), `output ${index}`), dtype, shape };
  }

  alias(index: number, of: BufferRef): void {
    const ref = this.output(index);
    invariant(ref.count === of.count, `${ref.name} of ${ref.count} elements cannot share ${of.count}`);
    this.#compilation.aliases.push([ref, of]);
  }

  copy(from: BufferRef, to: BufferRef): void {
    invariant(from.count === to.count, `a copy of ${from.count} elements to ${to.count}`);
    this.dispatches.push({ kind: 'copy', from, to });
  }

  scratch(element: ElementType, count: number, label: string): BufferRef {
    return { name: `${this.node.name} (${label})`, kind: 'transient', element, count };
  }

  constant(key: string, spec: PreparedSpec): BufferRef {
    return this.values.prepare(undefined, key, key, spec);
  }

  constantOf(owner: object, name: string, spec: PreparedSpec): BufferRef {
    return this.values.prepare(owner, name, name, spec);
  }

  emit<K extends Kernel>(kernel: K, call: CallOf<K>): void {
    this.#emit(kernel, call as AnyCall);
  }

  choose(family: string, shapeClass: string, candidates: readonly Variant[]): void {
    const wanted = this.#compilation.remembered(family, shapeClass);
    const chosen = candidates.find(({ name }) => name === wanted) ?? candidates[0];
    invariant(chosen, `no way to run ${family} for ${shapeClass}`);
    const names = candidates.map(({ name }) => name);
    if (names.length > 1)
      this.#compilation.choices.push({ node: this.node, family, shapeClass, candidates: names, chosen: chosen.name });
    chosen.emit();
  }

  fail(message: string): never {
    throw new ExecutionError('webgpu/node', `Node "${this.node.name}" (${this.node.operator}) on WebGPU: ${message}`, {
      node: this.node.name,
      operator: this.node.operator,
    });
  }

  #emit(kernel: Kernel, call: AnyCall): void {
    const linked = linkKernel(kernel, call);
    const { limits } = this.capabilities;
    const numbers = { ...linked.constants, ...linked.sizes };
    const grid = foldGrid(kernel.grid(call.params, numbers), limits.maxComputeWorkgroupsPerDimension);
    if (grid.includes(0)) return;
    const own = Object.keys(kernel.bindings).map((name) => this.#bound(kernel, name, call.bindings[name]));
    const extra = (call.epilogue?.bindings ?? []).map(({ buffer }) => buffer);
    const params = packParams(kernel.params, call.params);
    this.dispatches.push({ kind: 'dispatch', linked, params, grid, buffers: [...own, ...extra] });
  }

  #bound(kernel: Kernel, name: string, ref: BufferRef | undefined): BufferRef {
    invariant(ref, `the binding ${name} of ${kernel.name} was left out`);
    const most = this.capabilities.limits.maxStorageBufferBindingSize;
    const bytes = bytesOfRef(ref);
    if (bytes > most)
      this.fail(
        `"${ref.name}" takes ${bytes} bytes, but this device binds at most ${most} to ${kernel.name}. Use a smaller batch, or the onnx executor.`,
      );
    return ref;
  }
}
