/** What both sides are known for, layer by layer; times are asked for only when they are laid over the graph. */
import { t } from '../../../messages/t.ts';
import { useApp, useStudio } from '../../../store/context.tsx';
import type { SideName } from '../../../store/types.ts';
import { useTask } from '../../useTask.ts';
import type { SideKnown } from './overlay.ts';

export interface Known {
  readonly a: SideKnown;
  readonly b: SideKnown;
  /** What is being waited for, or why there are no times. */
  readonly waiting: string | null;
}

export function useKnown(timed: boolean): Known {
  const [a, b] = [useSide('a', timed), useSide('b', timed)];
  const waiting = timed && (a.busy || b.busy) ? t('Timing every node.') : null;
  return { a, b, waiting: timed ? (a.error ?? b.error ?? waiting) : null };
}

// ---------------------------------------------------------------------------------------------------------------------

function useSide(
  side: SideName,
  timed: boolean,
): SideKnown & { readonly busy: boolean; readonly error: string | null } {
  const { engine } = useStudio();
  const layers = useApp((state) => state.results[side]?.layers) ?? [];
  const errors = useApp((state) => state.results[side]?.errors) ?? [];
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  const { value, busy, error } = useTask(timed && idle ? model : null, (options) => engine.profile(side, options));
  return { layers, errors, profile: timed ? value : null, busy, error };
}
