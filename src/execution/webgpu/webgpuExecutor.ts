/**
 * The executor that runs graphs as WGSL kernels. Compiling chooses kernels, plans memory, builds pipelines in parallel
 * and lays out one uniform arena; running encodes and submits. After a lost device the next compilation opens a new one.
 */
import { ExecutionError } from '../../core/errors.ts';
import { throwIfAborted } from '../../core/task.ts';
import type { Graph } from '../../graph/graph.ts';
import type { CompileOptions, Executor, Plan } from '../executor.ts';
import { opaqueNodes } from '../executor.ts';
import type { Capabilities } from './capabilities.ts';
import { compileProgram, prepareLowering } from './compile/compileProgram.ts';
import type { LowerOptions } from './compile/lowerGraph.ts';
import { planMemory } from './compile/memoryPlan.ts';
import type { Device, DeviceOptions } from './device.ts';
import { openDevice } from './device.ts';
import { prepareCommands } from './plan/commands.ts';
import { allocate } from './plan/planBuffers.ts';
import { StateCopies } from './plan/stateCopies.ts';
import { WebgpuPlan } from './plan/webgpuPlan.ts';
import type { LowerWith } from './tuning/tune.ts';
import type { TuningOptions, TuningRow } from './tuning/tuningTable.ts';
import { TuningTable } from './tuning/tuningTable.ts';

export interface WebgpuExecutor extends Executor {
  readonly name: 'webgpu';
  /** What the device can do. @throws ExecutionError `webgpu/unavailable` */
  capabilities(): Promise<Capabilities>;
  /**
   * Times the kernel variants between which a graph has to choose and remembers the winners for later compilations.
   * Takes seconds: for idle time.
   *
   * @returns what was measured now
   */
  tune(graph: Graph, options?: CompileOptions): Promise<readonly TuningRow[]>;
  /** Everything that was measured on this adapter. */
  tuningTable(): Promise<readonly TuningRow[]>;
  /**
   * Loses the device on purpose, as a driver may at any time: plans fail with `webgpu/device-lost`, the next
   * compilation opens another device. For tests of recovery.
   */
  loseDevice(): Promise<void>;
}

export interface WebgpuOptions extends DeviceOptions {
  /** Where the tuner keeps what it measured. */
  readonly tuning?: TuningOptions;
  /** Overrides the tuner: the variant to use for a family and shape class. */
  readonly remembered?: (family: string, shapeClass: string) => string | undefined;
}

/** The device is opened by the first call that needs one. */
export function createWebgpuExecutor(options: WebgpuOptions): WebgpuExecutor {
  return new ExecutorOnDevice(options);
}

// ---------------------------------------------------------------------------------------------

class ExecutorOnDevice implements WebgpuExecutor {
  readonly name = 'webgpu';
  readonly #options: WebgpuOptions;
  #device: Promise<Device> | undefined;
  #table: Promise<TuningTable> | undefined;

  constructor(options: WebgpuOptions) {
    this.#options = options;
  }

  async capabilities(): Promise<Capabilities> {
    return (await this.#open()).capabilities;
  }

  async unsupported(graph: Graph) {
    return opaqueNodes(graph);
  }

  async compile(graph: Graph, options: CompileOptions = {}): Promise<Plan> {
    const [opaque] = await this.unsupported(graph);
    if (opaque)
      throw new ExecutionError(
        'execution/unsupported',
        `Node "${opaque.node}" (${opaque.operator}) cannot run on WebGPU: ${opaque.reason}.`,
        { ...opaque },
      );
    const device = await this.#open();
    const table = await this.#openTable(device);
    const { program, types, inputShapes } = await compileProgram(graph, options, this.#lowering(device, table));
    throwIfAborted(options.signal);
    const memory = planMemory(program, device.capabilities.limits);
    const buffers = await allocate(device, program, memory);
    try {
      const commands = await prepareCommands(device, { types }, memory, buffers);
      const stateCopies = await StateCopies.create(device, memory, buffers);
      return new WebgpuPlan({ device, graph, program, types, inputShapes, buffers, commands, stateCopies });
    } catch (error) {
      buffers.dispose();
      throw await device.explain(error, `compiling ${graph.name}`);
    }
  }

  async tune(graph: Graph, options: CompileOptions = {}): Promise<readonly TuningRow[]> {
    const device = await this.#open();
    const table = await this.#openTable(device);
    const lower = await prepareLowering(graph, options, device.capabilities.limits);
    const usual = this.#lowering(device, table);
    const forced: LowerWith = (family, shapeClass, variant) =>
      lower({
        ...usual,
        remembered: (f, s) => (f === family && s === shapeClass ? variant : usual.remembered?.(f, s)),
      });
    try {
      const { tuneProgram } = await import('./tuning/tune.ts');
      return await tuneProgram(device, table, lower(usual).program, forced, options);
    } catch (error) {
      throw options.signal?.aborted ? error : await device.explain(error, `timing the kernels of ${graph.name}`);
    }
  }

  async tuningTable(): Promise<readonly TuningRow[]> {
    return (await this.#openTable(await this.#open())).rows();
  }

  async loseDevice(): Promise<void> {
    const device = await this.#open();
    device.gpuDevice.destroy();
    await device.gpuDevice.lost;
  }

  async dispose(): Promise<void> {
    const device = await this.#device?.catch(() => undefined);
    this.#device = undefined;
    device?.dispose();
  }

  #openTable({ capabilities }: Device): Promise<TuningTable> {
    this.#table ??= TuningTable.open(this.#options.tuning ?? {}, capabilities);
    return this.#table;
  }

  #lowering({ capabilities }: Device, table: TuningTable): LowerOptions {
    const remembered = (family: string, shapeClass: string) =>
      this.#options.remembered?.(family, shapeClass) ?? table.winner(family, shapeClass);
    return { capabilities, remembered };
  }

  /** Calls at the same time share one device; a device that failed is replaced. */
  #open(): Promise<Device> {
    const open = () => openDevice(this.#options);
    const replaced = (device: Device): Device | Promise<Device> => {
      if (!device.failure()) return device;
      device.dispose();
      return open();
    };
    this.#device = this.#device ? this.#device.then(replaced, open) : open();
    return this.#device;
  }
}
