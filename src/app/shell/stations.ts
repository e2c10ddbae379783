/** What the five stations say: state and value, from the store. */

import { count, day, left, since } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { stationWords } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { PanelName } from '../store/types.ts';
import { useClock } from './useClock.ts';

export type StationState = 'done' | 'live' | 'working' | 'stale' | 'recorded' | 'failed' | 'next';

export interface Station {
  readonly panel: PanelName;
  readonly name: string;
  readonly value: string;
  readonly state: StationState;
  /** Share done while working. */
  readonly done: number | null;
  readonly current: boolean;
}

export function useStations(): readonly Station[] {
  const state = useApp((whole) => whole);
  const now = useClock();
  const measure = measureStation(state, now);
  const working = measure.state === 'working';
  const current = state.panel ?? (working && !state.learning ? 'measure' : 'recipe');
  const stations: readonly Omit<Station, 'current'>[] = [
    { panel: 'model', name: 'Model', done: null, ...modelStation(state) },
    { panel: 'data', name: 'Data', done: null, ...dataStation(state) },
    { panel: 'recipe', name: 'Recipe', ...recipeStation(state) },
    measure,
    { panel: 'export', name: 'Export', done: null, state: 'next', value: exportWords(state) },
  ];
  return stations.map((station) => ({ ...station, current: station.panel === current }));
}

// ---------------------------------------------------------------------------------------------------------------------

type Said = Pick<Station, 'state' | 'value'>;

function modelStation({ bases, problem, weighed }: AppState): Said {
  if (weighed !== null) return { state: 'working', value: weighed };
  const model = bases[0]?.model;
  if (!model) return { state: problem ? 'failed' : 'next', value: t('none yet') };
  const second = bases.length > 1 ? t(' and another') : '';
  const width = Math.round(model.bitsPerWeight);
  return {
    state: 'done',
    value: `${model.name}${second || `, ${width === 32 ? 'fp32' : t('{bits} bits', { bits: width })}`}`,
  };
}

function dataStation({ opened }: AppState): Said {
  if (!opened) return { state: 'next', value: t('none yet') };
  const { samples, classes } = opened.data;
  const word = opened.key.startsWith('sample:digits') ? t('digits') : t('samples');
  return { state: 'done', value: `${count(samples)} ${word}${classes ? '' : t(', no labels')}` };
}

function recipeStation({ learning, sides }: AppState): Said & Pick<Station, 'done'> {
  if (!learning) return { done: null, state: 'done', value: stationWords(sides.b.recipe) };
  const { name, percent } = learning;
  return { done: percent / 100, state: 'working', value: t('{name}, {percent} %', { name, percent }) };
}

function measureStation(state: AppState, now: number): Omit<Station, 'current'> {
  const station = { panel: 'measure' as const, name: 'Measure', done: null };
  const { work, problem, phase } = state;
  if (work) {
    const share = work.done === null ? work.label : `${Math.floor(work.done * 100)} %`;
    const rest = work.secondsLeft === null ? '' : `, ${left(work.secondsLeft)}`;
    return { ...station, done: work.done, state: 'working', value: share + rest };
  }
  if (problem && phase === 'failed') return { ...station, state: 'failed', value: problem.label };
  const trusts = [trustOf(state, 'a'), trustOf(state, 'b')];
  const when = state.results.b?.measurement.provenance.when ?? state.results.a?.measurement.provenance.when;
  if (trusts.includes('stale')) return { ...station, state: 'stale', value: t('out of date') };
  if (trusts.includes('recorded'))
    return { ...station, state: 'recorded', value: when ? t('{day}, elsewhere', { day: day(when) }) : '' };
  if (trusts.includes('estimate')) return { ...station, state: 'live', value: t('quick estimate') };
  return { ...station, state: 'live', value: t('live, {since}', { since: when ? since(when, now) : '' }) };
}

function exportWords({ results }: AppState): string {
  return results.b?.modelId ? t('ready') : t('when it is live');
}
