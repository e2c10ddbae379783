/** A session in Node, as the engine worker has one: `onnx` and `reference`, records and files in memory. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { memorySource } from '../core/bytes/byteSource.ts';
import { memoryStore } from '../core/keyValueStore.ts';
import { createOnnxExecutor } from '../execution/onnx/onnxExecutor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import type { DecantEvent } from '../studio/api.ts';
import type { Environment } from '../studio/environment.ts';
import { memoryShelf } from '../studio/fileShelf.ts';
import { Session } from '../studio/session.ts';

/**
 * @param sample what `sample:digits` opens as a model
 * @param extra what differs from a browser without WebGPU
 */
export function createNodeEnvironment(sample: Uint8Array, extra: Partial<Environment> = {}): Environment {
  return {
    executors: { onnx: createOnnxExecutor({ threads: 1 }), reference: createReferenceExecutor() },
    adapter: async () => undefined,
    sampleModel: async (): Promise<ByteSource> => memorySource('sample.onnx', sample),
    store: memoryStore(),
    shelf: memoryShelf(),
    threads: async () => 1,
    browser: 'Node',
    notify: (_event: DecantEvent) => {},
    ...extra,
  };
}

/** A session over such an environment. */
export function createNodeSession(sample: Uint8Array, extra: Partial<Environment> = {}): Session {
  return new Session(createNodeEnvironment(sample, extra));
}

/** Bytes as a file that a person drops. */
export const fileOf = (name: string, bytes: Uint8Array): File => new File([new Uint8Array(bytes)], name);
