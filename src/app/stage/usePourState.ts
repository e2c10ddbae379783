/** How the pour is drawn: the least trusted of both sides decides, work in progress shows its thread. */
import type { AppState } from '../store/appStore.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { PourState } from './Pour.tsx';

export function usePourState(): PourState {
  return useApp(pourStateOf);
}

function pourStateOf(state: AppState): PourState {
  if (state.problem?.kind === 'device-lost') return 'lost';
  const trusts = [trustOf(state, 'a'), trustOf(state, 'b')];
  if (state.work !== null && trusts.some((trust) => trust !== 'recorded')) return 'working';
  if (trusts.includes('stale')) return 'stale';
  return trusts.includes('recorded') ? 'recorded' : 'measured';
}
