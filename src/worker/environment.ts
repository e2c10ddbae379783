/** What this browser gives the engine: a GPU, a judge, storage, an image decoder. */
import type { ByteSource } from '../core/bytes/byteSource.ts';
import { memorySource } from '../core/bytes/byteSource.ts';
import { DecantError } from '../core/errors.ts';
import type { DecodedImage, DecodeImage } from '../data/openData.ts';
import type { Executor } from '../execution/executor.ts';
import type { Capabilities } from '../execution/webgpu/capabilities.ts';
import { createWebgpuExecutor } from '../execution/webgpu/webgpuExecutor.ts';
import type { AdapterReport, Environment } from '../studio/environment.ts';
import type { FileShelf } from '../studio/fileShelf.ts';
import { createJudgeClient } from './judge/remoteExecutor.ts';
import { judgeName, judgeNameOn } from './protocol.ts';
import { openRecordStore } from './recordStore.ts';

/** The environment, and what only tests may do to it. */
export interface EngineEnvironment extends Environment {
  /** Loses the GPU device as a driver may at any time. */
  loseDevice(): Promise<void>;
  /** Files of runs fail as on a full disk. */
  fillStorage(full: boolean): Promise<void>;
}

/** @param notify hears what happens without being asked for, such as a lost device */
export function createEnvironment(notify: Environment['notify']): EngineEnvironment {
  const lossListeners = new Set<(message: string) => void>();
  const onLost = ({ message }: Error) => {
    for (const listener of lossListeners) listener(message);
  };
  const judge = startJudge(judgeName);
  const store = openRecordStore();
  const browser = browserName();
  const webgpu =
    'gpu' in navigator ? createWebgpuExecutor({ gpu: navigator.gpu, onLost, tuning: { store, browser } }) : undefined;
  return {
    executors: { onnx: judge.executor('onnx'), reference: judge.executor('reference'), ...(webgpu ? { webgpu } : {}) },
    adapter: async () => (webgpu ? reportOf(await webgpu.capabilities()) : undefined),
    onDeviceLost: (listener) => void lossListeners.add(listener),
    loseDevice: async () => webgpu?.loseDevice(),
    fillStorage: async (full) => (await import('./opfsRuns.ts')).fillStorage(full),
    sampleModel,
    decodeImage,
    store,
    shelf: shelfWhenNeeded(),
    tabs: async () => (await import('./tabs.ts')).browserTabs(() => notify({ kind: 'library' })),
    estimate: async () => navigator.storage?.estimate?.() ?? {},
    runStorage: async () => (await import('./opfsRuns.ts')).openRunStorage(),
    threads: () => judge.threads(),
    onnxOn,
    browser,
    ...(webgpu ? { tuner: webgpu } : {}),
    notify,
  };
}

// ---------------------------------------------------------------------------------------------

const startJudge = (name: string) => createJudgeClient(() => new Worker(self.location.href, { type: 'module', name }));

/** A judge of its own, since WASM keeps the threads that it started with; disposing of the executor ends it. */
function onnxOn(threads: number): Executor {
  const judge = startJudge(judgeNameOn(threads));
  const ended = new DecantError('worker/judge-ended', `The executor on ${threads} threads was disposed of.`);
  return { ...judge.executor('onnx'), dispose: async () => judge.restart(ended) };
}

/** The shelf is loaded with the first file that is opened. */
function shelfWhenNeeded(): FileShelf {
  const shelf = async () => (await import('./opfsShelf.ts')).openShelf();
  return {
    keep: async (sources, signal) => (await shelf()).keep(sources, signal),
    open: async (key) => (await shelf()).open(key),
    delete: async (key) => (await shelf()).delete(key),
    list: async () => (await shelf()).list(),
    sweep: async (wanted) => (await shelf()).sweep(wanted),
  };
}

/** The built-in network, whole: it is small, and what walks a large file by ranges need not be there for it. */
async function sampleModel(): Promise<ByteSource> {
  const response = await fetch(sampleAddress());
  if (!response.ok)
    throw new DecantError(
      'worker/sample',
      `The built-in network was not sent: status ${response.status}. Load the page again.`,
    );
  return memorySource('digits-cnn.onnx', new Uint8Array(await response.arrayBuffer()));
}

/** The built page keeps workers in assets/, beside samples/; the dev server serves samples/ at its root. */
function sampleAddress(): string {
  return new URL(import.meta.env.DEV ? '/samples/digits-cnn.onnx' : '../samples/digits-cnn.onnx', self.location.href)
    .href;
}

function reportOf(capabilities: Capabilities): AdapterReport {
  const { vendor, architecture, description, software, f16, subgroups, timestamps, packedDot, limits } = capabilities;
  const features = { '16-bit floats': f16, subgroups, timestamps, 'packed integer dot products': packedDot };
  return {
    adapter: { vendor, architecture, description, software },
    features: Object.entries(features).flatMap(([name, there]) => (there ? [name] : [])),
    limits: { ...limits },
  };
}

/** Decodes with the browser's own decoders, scaled where asked. */
const decodeImage: DecodeImage = async (bytes, size): Promise<DecodedImage> => {
  const resize = size ? { resizeWidth: size.width, resizeHeight: size.height } : {};
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]), resize);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser has no 2-D canvas in workers, which decoding images needs.');
  context.drawImage(bitmap, 0, 0);
  const { width, height, data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  bitmap.close();
  return { width, height, channels: 4, data };
};

/** Name and version for receipts: "Chromium 156 on Linux". */
function browserName(): string {
  const version = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(navigator.userAgent);
  const name = version?.[1] === 'Version' ? 'Safari' : version?.[1] === 'Edg' ? 'Edge' : (version?.[1] ?? 'browser');
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|CrOS|Linux)/.exec(navigator.userAgent)?.[1] ?? 'unknown system';
  return `${name} ${version?.[2] ?? ''} on ${system}`.replace('  ', ' ');
}
