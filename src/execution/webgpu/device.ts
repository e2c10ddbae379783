/**
 * A WebGPU device with what belongs to it: capabilities, pipelines, uploaded parameters. Works in a browser and, with
 * the GPU object of the npm package `webgpu`, in Node. A lost device stays lost; open another.
 */
import { ExecutionError } from '../../core/errors.ts';
import type { Capabilities, Limits } from './capabilities.ts';
import { portableMinimum } from './capabilities.ts';
import { deviceError } from './errors.ts';
import { ParameterStore } from './parameterStore.ts';
import { PipelineCache } from './pipelineCache.ts';

export interface DeviceOptions {
  /** `navigator.gpu`, or its twin in Node. */
  readonly gpu: GPU | undefined;
  readonly powerPreference?: GPUPowerPreference;
  /** Caps capabilities, for tests: what is not in it is not used. */
  readonly restrict?: (capabilities: Capabilities) => Capabilities;
  /** Hears that a device was lost, also while nothing runs; not that it was disposed. */
  readonly onLost?: (error: ExecutionError) => void;
}

export interface Device {
  readonly gpuDevice: GPUDevice;
  readonly capabilities: Capabilities;
  readonly pipelines: PipelineCache;
  readonly parameters: ParameterStore;
  /** Why the device cannot be used any more; undefined while it can. */
  failure(): ExecutionError | undefined;
  /** Turns whatever a device call threw into an error of ours, waiting for the news that the device was lost. */
  explain(thrown: unknown, what: string): Promise<Error>;
  dispose(): void;
}

/**
 * Asks for an adapter and a device with all of the adapter's limits and those optional features that kernels can use.
 *
 * @throws ExecutionError `webgpu/unavailable` when the browser has no WebGPU, or no adapter
 */
export async function openDevice(options: DeviceOptions): Promise<Device> {
  const { gpu, powerPreference = 'high-performance', restrict = (all) => all } = options;
  const adapter = await gpu?.requestAdapter({ powerPreference });
  if (!gpu || !adapter)
    throw new ExecutionError(
      'webgpu/unavailable',
      gpu
        ? 'WebGPU is there, but it offers no adapter. Use the onnx executor.'
        : 'This browser offers no WebGPU. Use the onnx executor.',
    );
  const features = wantedFeatures.filter((feature) => adapter.features.has(feature));
  const gpuDevice = await adapter.requestDevice({
    requiredFeatures: features,
    requiredLimits: limitsOf(adapter.limits),
  });
  const capabilities = restrict(capabilitiesOf(gpu, adapter, gpuDevice));
  return new OpenDevice(gpuDevice, capabilities, options.onLost);
}

// ---------------------------------------------------------------------------------------------

const wantedFeatures: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

class OpenDevice implements Device {
  readonly gpuDevice: GPUDevice;
  readonly capabilities: Capabilities;
  readonly pipelines: PipelineCache;
  readonly parameters: ParameterStore;
  #failure: ExecutionError | undefined;
  #disposed = false;

  constructor(gpuDevice: GPUDevice, capabilities: Capabilities, onLost?: DeviceOptions['onLost']) {
    this.gpuDevice = gpuDevice;
    this.capabilities = capabilities;
    this.pipelines = new PipelineCache(gpuDevice);
    this.parameters = new ParameterStore(gpuDevice);
    gpuDevice.label = 'decant';
    gpuDevice.lost.then(({ reason, message }) => {
      const lost = deviceError('webgpu/device-lost', { what: 'computing' }, `${reason ?? 'unknown'}: ${message}`);
      this.#failure ??= lost;
      if (!this.#disposed) onLost?.(lost);
    });
    gpuDevice.addEventListener('uncapturederror', ({ error }) => {
      this.#failure ??= deviceError(codeOf(error), { what: 'computing' }, error.message);
    });
  }

  failure(): ExecutionError | undefined {
    return this.#failure;
  }

  async explain(thrown: unknown, what: string): Promise<Error> {
    if (thrown instanceof ExecutionError) return thrown;
    await Promise.race([this.gpuDevice.lost, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
    if (this.#failure) return this.#failure;
    return thrown instanceof DOMException ? deviceError('webgpu/internal', { what }, thrown.message) : asError(thrown);
  }

  dispose(): void {
    this.#disposed = true;
    this.#failure ??= deviceError('webgpu/device-lost', { what: 'computing' }, 'The executor was closed.');
    this.gpuDevice.destroy();
  }
}

/** How long the news of a lost device may come after the call that failed because of it. */
const patienceMs = 200;

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function codeOf(error: GPUError): 'webgpu/out-of-memory' | 'webgpu/internal' | 'webgpu/validation' {
  const name = error.constructor.name;
  if (name === 'GPUOutOfMemoryError') return 'webgpu/out-of-memory';
  return name === 'GPUInternalError' ? 'webgpu/internal' : 'webgpu/validation';
}

/** Every limit that plans look at, at what the adapter offers; the minimum where it does not say. */
function limitsOf(offered: GPUSupportedLimits): Limits & Record<string, number> {
  const limits: Limits & Record<string, number> = { ...portableMinimum.limits };
  for (const name of Object.keys(limits)) {
    const value: unknown = Reflect.get(offered, name);
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}

function capabilitiesOf(gpu: GPU, adapter: GPUAdapter, device: GPUDevice): Capabilities {
  const info: Partial<GPUAdapterInfo> = adapter.info ?? {};
  const { vendor = '', architecture = '', description = '' } = info;
  const words = `${vendor} ${architecture} ${description} ${info.device ?? ''}`.toLowerCase();
  return {
    vendor,
    architecture,
    description,
    software: info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|warp|basic render/.test(words),
    f16: device.features.has('shader-f16'),
    subgroups: device.features.has('subgroups'),
    quads: hasQuads(info, device),
    timestamps: device.features.has('timestamp-query'),
    packedDot: gpu.wgslLanguageFeatures?.has('packed_4x8_integer_dot_product') ?? false,
    limits: limitsOf(device.limits),
  };
}

/**
 * WGSL leaves open which threads are a subgroup. SwiftShader's are four that follow one another, which is a quad too;
 * others are not asked.
 */
function hasQuads(
  { architecture, subgroupMinSize, subgroupMaxSize }: Partial<GPUAdapterInfo>,
  device: GPUDevice,
): boolean {
  const four = subgroupMinSize === 4 && subgroupMaxSize === 4;
  return device.features.has('subgroups') && architecture === 'swiftshader' && four;
}
