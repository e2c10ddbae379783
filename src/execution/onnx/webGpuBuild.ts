/**
 * onnxruntime-web's build with its WebGPU provider: a peer to measure against, never part of what the page loads by
 * itself. Hand `loadWebGpuBuild` to `createOnnxExecutor({ provider: 'webgpu', load })`, with the paths of its files.
 */
import type { OrtModule } from './runtime.ts';

export async function loadWebGpuBuild(): Promise<OrtModule> {
  return import('onnxruntime-web/webgpu');
}
