/** The weights of one layer on one side, or what flows into it, counted by the engine. */
import type { Histogram } from '../../../studio/api.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';
import type { Task } from '../useTask.ts';
import { useTask } from '../useTask.ts';

/** The histogram of a parameter on one side; asked again when that side is another network. */
export function useHistogram(side: SideName, parameter: string | undefined, bins: number): Task<Histogram> {
  const { engine } = useStudio();
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const key = model === null || parameter === undefined ? null : `${model}|${parameter}|${bins}`;
  return useTask(key, (options) => engine.histogram(side, parameter ?? '', bins, options));
}

/** The values that flow into a layer; asked for only while nothing is measured. */
export function useActivations(side: SideName, node: string | null, bins: number): Task<Histogram> {
  const { engine } = useStudio();
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  const data = useApp((state) => state.opened?.key ?? null);
  const key = model === null || node === null || !idle ? null : `${model}|${node}|${data}|${bins}`;
  return useTask(key, (options) => engine.activations(side, node ?? '', bins, options));
}
