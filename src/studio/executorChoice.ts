/**
 * Which executor runs: `webgpu` on a hardware adapter, the faster one as measured on a software adapter, `onnx`
 * without WebGPU; always with the reason as a sentence, since the page shows it.
 */
import { messageOf } from '../core/errors.ts';
import type { KeyValueStore } from '../core/keyValueStore.ts';
import type { Executor, ExecutorName, Tensors } from '../execution/executor.ts';
import type { Graph } from '../graph/graph.ts';
import type { AdapterSummary } from './api.ts';

export interface Choice {
  readonly executor: ExecutorName;
  readonly why: string;
}

/** What is timed where it must be measured: the sample and one batch of it. */
export interface Contest {
  readonly graph: Graph;
  readonly inputs: Tensors;
}

/** Timed runs of each executor, after one that warms up. */
const rounds = 3;

export async function chooseExecutor(
  executors: Partial<Record<ExecutorName, Executor>>,
  adapter: AdapterSummary | undefined,
  contest: () => Promise<Contest>,
  store: KeyValueStore,
): Promise<Choice> {
  const { webgpu, onnx } = executors;
  if (!webgpu || !adapter) {
    return onnx
      ? { executor: 'onnx', why: 'This browser lends out no GPU, so networks run in WebAssembly on the processor.' }
      : { executor: 'reference', why: 'Neither WebGPU nor WebAssembly is there; plain loops run, slowly.' };
  }
  if (!adapter.software) return { executor: 'webgpu', why: `${describe(adapter)} is a hardware adapter.` };
  if (!onnx)
    return { executor: 'webgpu', why: `${describe(adapter)} runs on the processor, and nothing else is there.` };
  const key = `executor-choice ${adapter.vendor} ${adapter.architecture} ${adapter.description}`;
  const remembered = await store.get(key).catch(() => undefined);
  if (isChoice(remembered)) return remembered;
  const choice = await measureChoice(webgpu, onnx, adapter, await contest());
  await store.set(key, choice).catch(() => {}); // A full store only means measuring again.
  return choice;
}

/** "google swiftshader", or what little is known. */
export const describe = ({ vendor, architecture, description }: AdapterSummary): string =>
  description || [vendor, architecture].filter(Boolean).join(' ') || 'the adapter';

// ---------------------------------------------------------------------------------------------

async function measureChoice(
  webgpu: Executor,
  onnx: Executor,
  adapter: AdapterSummary,
  contest: Contest,
): Promise<Choice> {
  const gpu = await timeOf(webgpu, contest);
  const cpu = await timeOf(onnx, contest);
  const place = `${describe(adapter)} is a software adapter`;
  if (typeof gpu === 'string') return { executor: 'onnx', why: `${place} and could not run the sample (${gpu}).` };
  if (typeof cpu === 'string')
    return { executor: 'webgpu', why: `${place}, and WebAssembly could not run the sample (${cpu}).` };
  const times = `WebAssembly takes ${cpu.toFixed(1)} ms for a batch of the sample, WebGPU ${gpu.toFixed(1)} ms`;
  return { executor: cpu <= gpu ? 'onnx' : 'webgpu', why: `${place}; measured here, ${times}.` };
}

/** Best of a few runs in milliseconds, or why it could not run. */
async function timeOf(executor: Executor, { graph, inputs }: Contest): Promise<number | string> {
  try {
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
    const plan = await executor.compile(graph, { shapes });
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now();
      await plan.run(inputs);
      if (round > 0) best = Math.min(best, performance.now() - start);
    }
    plan.dispose();
    return best;
  } catch (error) {
    return messageOf(error);
  }
}

function isChoice(value: unknown): value is Choice {
  if (typeof value !== 'object' || value === null) return false;
  return 'executor' in value && 'why' in value && (value.executor === 'onnx' || value.executor === 'webgpu');
}
