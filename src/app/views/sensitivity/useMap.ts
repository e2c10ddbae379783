/** The measured map for side B's network, data and way of rounding: kept for each, so that going back shows it again. */
import type { SensitivityMap, SensitivityMode, SensitivityPartial } from '../../../studio/api.ts';
import { studySubject } from '../../engine/studies.ts';
import { t } from '../../messages/t.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import type { Study } from '../studyShelf.ts';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { roundingOf } from './widths.ts';

export type MapStudy = Study<SensitivityPartial, SensitivityMap>;

export interface MapControls {
  readonly study: MapStudy;
  /** Names the map; null before a network is open here. */
  readonly key: string | null;
  start(): void;
  stop(): void;
}

const useShelf = shelfHook<SensitivityPartial, SensitivityMap>();

export function useMap(mode: SensitivityMode): MapControls {
  const shelf = useShelf();
  const { engine, store } = useStudio();
  const subject = useApp(studySubject);
  const rounding = roundingOf(useApp((state) => state.sides.b.recipe));
  const key = subject === null ? null : `${mode}|${JSON.stringify(rounding)}|${subject}`;
  const study = useStudy(shelf, key);
  const start = (): void => {
    if (key === null) return;
    const running = shelf.run(key, (options) => engine.sensitivity(mode, rounding, options));
    void running.then(({ result }) => result && store.getState().announce(t('The map is measured.')));
  };
  return { study, key, start, stop: shelf.stop };
}
