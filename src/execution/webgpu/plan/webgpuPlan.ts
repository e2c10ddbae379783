/**
 * A compiled plan on a device. A run writes the inputs, encodes every dispatch into one pass, submits once (large plans
 * are cut, so that no submit runs for long), and reads back only what was asked for. Everything is encoded before the
 * first submit, so a command that WebGPU refuses leaves the states as they were.
 */

import { ExecutionError } from '../../../core/errors.ts';
import type { TaskOptions } from '../../../core/task.ts';
import { throwIfAborted } from '../../../core/task.ts';
import type { Graph } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import { checkInputs } from '../../checkInputs.ts';
import type { NodeProfile, Plan, PlanMemory, RunOptions, Tensors } from '../../executor.ts';
import type { LoweredGraph } from '../compile/lowerGraph.ts';
import type { Device } from '../device.ts';
import { watched } from '../errors.ts';
import { toDeviceData } from '../transfer.ts';
import type { Commands } from './commands.ts';
import { encodeSteps } from './encode.ts';
import type { PlanBuffers } from './planBuffers.ts';
import { Readback } from './readback.ts';
import type { StateCopies } from './stateCopies.ts';

/** What a plan is made of. */
export interface PlanParts {
  readonly device: Device;
  readonly graph: Graph;
  readonly program: LoweredGraph;
  readonly types: ReadonlyMap<string, ConcreteType>;
  readonly inputShapes: Plan['inputShapes'];
  readonly buffers: PlanBuffers;
  readonly commands: Commands;
  readonly stateCopies: StateCopies;
}

export class WebgpuPlan implements Plan {
  readonly inputShapes: Plan['inputShapes'];
  readonly memory: PlanMemory;
  readonly #parts: PlanParts;
  readonly #readback: Readback;
  /** Runs whose work may not be done yet; a run waits for the one before the last, so that no queue piles up. */
  readonly #inFlight: Promise<unknown>[] = [];
  #disposed = false;

  constructor(parts: PlanParts) {
    this.#parts = parts;
    this.inputShapes = parts.inputShapes;
    this.memory = parts.buffers.memory;
    this.#readback = new Readback(parts.device);
  }

  async run(inputs: Tensors, options: RunOptions = {}): Promise<Tensors> {
    const { graph, device } = this.#parts;
    this.#checkUsable();
    throwIfAborted(options.signal);
    checkInputs(graph, this.inputShapes, inputs);
    const fetch = options.fetch ?? graph.outputs;
    const uploads = this.#uploadsOf(inputs);
    if (this.#inFlight.length > 1) await this.#inFlight.shift();
    this.#checkUsable();
    try {
      return await this.#submit(uploads, fetch);
    } catch (error) {
      throw await device.explain(error, `running ${graph.name}`);
    }
  }

  async readStates(): Promise<Tensors> {
    const { program, buffers, device } = this.#parts;
    this.#checkUsable();
    const wanted = program.states.map(({ state, value }) => ({
      ref: { ...value, name: state.name },
      range: buffers.range(value),
    }));
    try {
      const encoder = device.gpuDevice.createCommandEncoder({ label: 'read states' });
      const read = this.#readback.copy(encoder, wanted);
      device.gpuDevice.queue.submit([encoder.finish()]);
      return await read();
    } catch (error) {
      throw await device.explain(error, 'reading states');
    }
  }

  async writeStates(states: Tensors): Promise<void> {
    const { program, buffers, device } = this.#parts;
    this.#checkUsable();
    const writes = program.states.flatMap(({ state, value }) => {
      const tensor = states[state.name];
      if (!tensor) return [];
      if (tensor.data.length !== value.count || tensor.dtype !== state.dtype)
        throw new ExecutionError(
          'execution/state',
          `State "${state.name}" takes ${state.dtype} ${state.shape.join('×')}, but was given ${tensor.dtype} ${tensor.shape.join('×')}.`,
          { state: state.name },
        );
      return [{ range: buffers.range(value), data: toDeviceData(state.name, tensor) }];
    });
    for (const { range, data } of writes)
      device.gpuDevice.queue.writeBuffer(range.buffer, range.offset, data as Float32Array<ArrayBuffer>);
  }

  async profile(inputs: Tensors, options: TaskOptions = {}): Promise<readonly NodeProfile[]> {
    const { graph, device } = this.#parts;
    checkInputs(graph, this.inputShapes, inputs);
    this.#checkUsable();
    try {
      const { profileSteps } = await import('./profile.ts');
      return await profileSteps(this.#parts, () => this.run(inputs, { fetch: [] }), options);
    } catch (error) {
      throw options.signal?.aborted ? error : await device.explain(error, `profiling ${graph.name}`);
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#parts.buffers.dispose();
    this.#parts.commands.dispose();
    this.#parts.stateCopies.dispose();
    this.#readback.dispose();
  }

  /** Writes, encodes and submits without a pause in between, so that two runs never mix. */
  async #submit(uploads: readonly InputUpload[], fetch: readonly string[]): Promise<Tensors> {
    const { device, commands, stateCopies, graph } = this.#parts;
    const { queue } = device.gpuDevice;
    const { value: read, checked } = watched(device.gpuDevice, { what: `running ${graph.name}` }, () => {
      for (const { range, data } of uploads)
        queue.writeBuffer(range.buffer, range.offset, data as Float32Array<ArrayBuffer>);
      const { encoder, finished } = encodeSteps(device, commands, graph.name);
      const reading = this.#readback.copy(encoder, this.#fetched(fetch));
      stateCopies.encode(encoder);
      for (const buffer of [...finished, encoder.finish()]) queue.submit([buffer]);
      return reading;
    });
    this.#inFlight.push(queue.onSubmittedWorkDone().catch(() => {}));
    const [tensors] = await Promise.all([read(), checked]);
    return { ...this.#knownOutputs(fetch), ...tensors };
  }

  #uploadsOf(inputs: Tensors): InputUpload[] {
    const { program, buffers } = this.#parts;
    return [...program.inputs].map(([name, ref]) => ({
      range: buffers.range(ref),
      data: toDeviceData(name, inputs[name]),
    }));
  }

  #fetched(fetch: readonly string[]) {
    const { program, buffers } = this.#parts;
    return fetch.flatMap((name) => {
      const output = program.outputs.get(name);
      if (output)
        return output.kind === 'buffer' ? [{ ref: { ...output.ref, name }, range: buffers.range(output.ref) }] : [];
      throw new ExecutionError('execution/value', `"${name}" was asked for, but it is no output of the graph.`, {
        value: name,
      });
    });
  }

  #knownOutputs(fetch: readonly string[]): Tensors {
    const { program } = this.#parts;
    const known = fetch.flatMap((name) => {
      const output = program.outputs.get(name);
      return output?.kind === 'tensor' ? [[name, output.tensor] as const] : [];
    });
    return Object.fromEntries(known);
  }

  #checkUsable(): void {
    const failure = this.#parts.device.failure();
    if (failure) throw failure;
    if (this.#disposed)
      throw new ExecutionError('execution/disposed', 'This plan was disposed; compile the graph again.');
  }
}

interface InputUpload {
  readonly range: { readonly buffer: GPUBuffer; readonly offset: number };
  readonly data: ReturnType<typeof toDeviceData>;
}
