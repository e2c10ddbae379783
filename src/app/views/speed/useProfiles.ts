/** Times of every node on both sides, asked once both are live and nothing else is measured. */
import type { LayerProfile } from '../../../studio/api.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';
import type { Task } from '../useTask.ts';
import { useTask } from '../useTask.ts';

export type Profile = readonly LayerProfile[];

export interface Profiles {
  readonly a: Task<Profile>;
  readonly b: Task<Profile>;
}

export function useProfiles(batch: number): Profiles {
  return { a: useProfile('a', batch), b: useProfile('b', batch) };
}

// ---------------------------------------------------------------------------------------------------------------------

function useProfile(side: SideName, batch: number): Task<Profile> {
  const { engine } = useStudio();
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  const when = useApp((state) => state.results[side]?.measurement.provenance.when);
  // With the moment of the side's own measurement, so that measuring again times the nodes again.
  const key = idle && model !== null ? `${model}|${batch}|${when}` : null;
  return useTask(key, (options) => engine.profile(side, { ...options, batch }));
}
