/**
 * Pipelines of one device by key, compiled asynchronously and in parallel; equal requests share one compilation.
 * Layouts are explicit, so bind groups can be made before a pipeline is ready.
 */
import { messageOf } from '../../core/errors.ts';
import { deviceError } from './errors.ts';
import type { LinkedBinding, LinkedKernel } from './kernels/linkKernel.ts';
import { largestParams } from './kernels/params.ts';

export class PipelineCache {
  /** Layout of group 1: the uniform `params` at a dynamic offset. */
  readonly paramsLayout: GPUBindGroupLayout;
  readonly #gpuDevice: GPUDevice;
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();

  constructor(gpuDevice: GPUDevice) {
    this.#gpuDevice = gpuDevice;
    const buffer = { type: 'uniform', hasDynamicOffset: true, minBindingSize: largestParams } as const;
    this.paramsLayout = gpuDevice.createBindGroupLayout({
      label: 'params',
      entries: [{ binding: 0, visibility: compute, buffer }],
    });
  }

  /** @throws ExecutionError `webgpu/validation` naming the kernel and the compiler's first complaint */
  get(linked: LinkedKernel): Promise<GPUComputePipeline> {
    const cached = this.#pipelines.get(linked.key);
    if (cached) return cached;
    const pipeline = this.#create(linked);
    this.#pipelines.set(linked.key, pipeline);
    pipeline.catch(() => this.#pipelines.delete(linked.key));
    return pipeline;
  }

  /** Layout of group 0: storage buffers with these accesses. */
  layout(bindings: readonly LinkedBinding[]): GPUBindGroupLayout {
    const key = bindings.map(({ access }) => access).join();
    const cached = this.#layouts.get(key);
    if (cached) return cached;
    const entries = bindings.map(({ access }, binding): GPUBindGroupLayoutEntry => {
      return { binding, visibility: compute, buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' } };
    });
    const layout = this.#gpuDevice.createBindGroupLayout({ label: key, entries });
    this.#layouts.set(key, layout);
    return layout;
  }

  async #create(linked: LinkedKernel): Promise<GPUComputePipeline> {
    const { label, kernel, constants } = linked;
    const module = this.#module(linked);
    const layout = this.#gpuDevice.createPipelineLayout({
      label,
      bindGroupLayouts: [this.layout(linked.bindings), this.paramsLayout],
    });
    try {
      const compute = { module, entryPoint: kernel.entryPoint, constants };
      return await this.#gpuDevice.createComputePipelineAsync({ label, layout, compute });
    } catch (error) {
      const detail = (await firstComplaint(module)) ?? messageOf(error);
      throw deviceError('webgpu/validation', { what: `compiling the kernel ${label}`, kernel: label }, detail);
    }
  }

  #module({ code, label }: LinkedKernel): GPUShaderModule {
    const cached = this.#modules.get(code);
    if (cached) return cached;
    this.#gpuDevice.pushErrorScope('validation'); // The pipeline's own error tells more.
    const module = this.#gpuDevice.createShaderModule({ label, code });
    this.#gpuDevice.popErrorScope().catch(() => {});
    this.#modules.set(code, module);
    return module;
  }
}

// ---------------------------------------------------------------------------------------------

/** GPUShaderStage.COMPUTE; the constant's object is not there in every host. */
const compute = 4;

async function firstComplaint(module: GPUShaderModule): Promise<string | undefined> {
  const { messages } = await module.getCompilationInfo();
  const [found] = messages.filter(({ type }) => type === 'error');
  return found && `line ${found.lineNum}: ${found.message}`;
}
