/**
 * onnxruntime-web, loaded when it is first needed and set up once: it keeps its settings and its WASM memory for the
 * whole page, so every executor of a runtime shares one queue.
 */

/** The parts of onnxruntime-web that are used. */
export type OrtModule = Pick<typeof import('onnxruntime-web/wasm'), 'InferenceSession' | 'Tensor' | 'env'>;

export interface RuntimeOptions {
  /** Threads of the WASM provider; 1 where the page is not cross-origin isolated. */
  readonly threads?: number;
}

export interface Runtime {
  readonly ort: OrtModule;
  readonly threads: number;
  /** Runs one call after the other: the runtime may not be entered twice. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** Loads onnxruntime-web. The first call's settings hold for the page; after a failure the next call tries again. */
export function openRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  if (runtime) return runtime;
  const opened = setUp(options);
  runtime = opened;
  opened.catch(() => {
    runtime = undefined;
  });
  return opened;
}

/** Threads that pay off: more than four gain little for small models and take cores from the page. */
export function usableThreads(): number {
  const isolated = typeof crossOriginIsolated === 'boolean' && crossOriginIsolated;
  const cores = typeof navigator === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1);
  return isolated ? Math.max(1, Math.min(mostThreads, cores)) : 1;
}

// ---------------------------------------------------------------------------------------------

const mostThreads = 4;
let runtime: Promise<Runtime> | undefined;

async function loadWasmBuild(): Promise<OrtModule> {
  const ort = await import('onnxruntime-web/wasm');
  if (!import.meta.env.SSR) {
    const { mjs, wasm } = (await import('./wasmFiles.ts')).wasmFiles;
    const absolute = (path: string) => new URL(path, import.meta.url).href;
    ort.env.wasm.wasmPaths = { mjs: absolute(mjs), wasm: absolute(wasm) };
  }
  return ort;
}

async function setUp(options: RuntimeOptions): Promise<Runtime> {
  const ort = await loadWasmBuild();
  const threads = options.threads ?? usableThreads();
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };
  return { ort, threads, alone };
}
