/**
 * Studies as the views ask for them: of the network that side B starts from, on the opened data. No results are kept
 * here; the views keep them by what they were measured for.
 */
import { DecantError } from '../../core/errors.ts';
import type { TaskOptions } from '../../core/task.ts';
import type {
  AllocateRequest,
  Allocation,
  HealedLayer,
  HealResult,
  Rounding,
  SensitivityMap,
  SensitivityMode,
  SensitivityPartial,
  StudyOptions,
  SweepRequest,
  SweepTable,
} from '../../studio/api.ts';
import { RECORDED } from '../recorded/schema.ts';
import type { AppState } from '../store/appStore.ts';
import { NO_DATA } from '../store/results.ts';
import { baseOf } from '../store/subject.ts';
import type { EngineContext } from './engine.ts';

export interface Studies {
  /** What each layer costs at each width. */
  sensitivity(
    mode: SensitivityMode,
    rounding: Rounding,
    options: StudyOptions<SensitivityPartial>,
  ): Promise<SensitivityMap>;
  /** Widths within a budget; `verify` also measures them on the map's samples. */
  allocate(request: Omit<AllocateRequest, 'verify'>, verify: boolean, options: TaskOptions): Promise<Allocation>;
  sweep(recipes: NonNullable<SweepRequest['recipes']>, options: StudyOptions<SweepTable>): Promise<SweepTable>;
  /** Which layers of side B, restored one by one, give a sample the original answer back. */
  heal(sample: number, options: StudyOptions<HealedLayer>): Promise<HealResult>;
}

export function createStudies({ decant, store }: EngineContext): Studies {
  const subject = () => subjectOf(store.getState());
  return {
    sensitivity: async (mode, rounding, options) =>
      decant.sensitivity({ ...subject(), mode, rounding, bits: MAP_BITS }, options),
    allocate: async (request, verify, options) =>
      decant.allocate({ ...request, ...(verify ? { verify: subject() } : {}) }, options),
    sweep: async (recipes, options) =>
      decant.sweep({ ...subject(), recipes, bound: SWEEP_BOUND, speed: true }, options),
    heal: async (sample, options) => decant.heal(healRequest(store.getState(), sample), options),
  };
}

/** Widths of a map, widest first. */
export const MAP_BITS = [8, 7, 6, 5, 4, 3, 2] as const;

/** The drop in accuracy that a recommendation may cost: one point. */
const SWEEP_BOUND = 0.01;

/** Names what studies are made of now; null before a network is open here. */
export function studySubject(state: AppState): string | null {
  const base = baseOf(state, state.sides.b.base);
  if (!base || base.model.id === RECORDED) return null;
  return `${base.key}|${state.opened?.key ?? NO_DATA}`;
}

// ---------------------------------------------------------------------------------------------------------------------

/** @throws DecantError `app/not-open` while the page still shows its recording */
function subjectOf(state: AppState): { readonly model: string; readonly data?: string } {
  const base = baseOf(state, state.sides.b.base);
  if (!base || base.model.id === RECORDED) {
    throw new DecantError('app/not-open', 'The network is still being opened; measure once both sides are live.');
  }
  return { model: base.model.id, ...(state.opened ? { data: state.opened.data.id } : {}) };
}

/** @throws DecantError `app/not-open` without data or before side B was made here */
function healRequest({ results, opened, bases, sides }: AppState, sample: number) {
  const model = results.b?.modelId;
  const baseline = baseOf({ bases }, sides.b.base)?.model.id;
  if (!model || !opened || !baseline || baseline === RECORDED) {
    throw new DecantError('app/not-open', 'Layers can be restored once both sides are measured here, on data.');
  }
  return { model, baseline, data: opened.data.id, samples: [sample] };
}
