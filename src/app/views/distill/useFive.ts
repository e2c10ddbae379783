/** The comparison of five: started, stopped, kept while the page is open, by what was taught and on what. */
import type { ModelSummary } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import { RECORDED } from '../../recorded/schema.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import type { FiveKey, FiveRow } from '../../training/five.ts';
import { compareFive, FIVE_BITS } from '../../training/five.ts';
import { landInB } from '../../training/landing.ts';
import { makesStudent } from '../../training/setup.ts';
import type { Study } from '../studyShelf.ts';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { useTrainer, useTraining } from './useTraining.ts';

export interface Five {
  readonly study: Study<FiveRow, readonly FiveRow[]>;
  readonly rows: readonly FiveRow[];
  readonly names: Readonly<Record<FiveKey, string>>;
  readonly trust: 'live' | 'recorded';
  /** Null while nothing can be compared. */
  readonly start: (() => void) | null;
  stop(): void;
  /** Makes a network side B; null where there is none to load. */
  readonly load: ((row: FiveRow) => void) | null;
}

const useShelf = shelfHook<FiveRow, readonly FiveRow[]>();

export function useFive(): Five {
  const shelf = useShelf();
  const { engine, store } = useStudio();
  const trainer = useTrainer();
  const teacher = useApp((state) => state.bases[0]?.model);
  const data = useApp((state) => state.opened?.data.id);
  const run = useTraining((state) => state.run);
  const asked = useTraining((state) => state.asked);
  const phase = useTraining((state) => state.phase);
  const result = useTraining((state) => state.result);
  const replayed = useTraining((state) => state.recording !== null);
  const recording = useTraining((state) => (state.phase === 'done' ? state.recording : null));
  const taught = asked?.form === 'distill' ? result : null;
  const ready = phase === 'done' && asked !== null && makesStudent(asked) && data !== undefined && data !== RECORDED;
  const key = ready && teacher ? `${run}|${teacher.id}|${data}` : null;
  const study = useStudy(shelf, key);
  const start = (): void => {
    if (key === null || !teacher || !asked || data === undefined) return;
    const rows: FiveRow[] = [];
    void shelf.run(key, async ({ onProgress, ...options }) => {
      const tell = (row: FiveRow): void => {
        rows.push(row);
        onProgress?.({ label: t('comparing'), done: rows.length, total: 5, partial: row });
      };
      const subject = await trainer.sources.subject(asked);
      const request = { teacher, data, subject, setup: asked, student: taught };
      await compareFive(engine.decant, request, tell, {
        ...options,
        onProgress: ({ partial: _, ...progress }) => onProgress?.(progress),
      });
      return rows;
    });
  };
  return {
    study,
    rows: recording ? recording.five : (study.result ?? study.found),
    trust: recording ? 'recorded' : 'live',
    names: namesOf(),
    start: key === null || replayed ? null : start,
    stop: shelf.stop,
    load: recording ? null : ({ key: which, model }) => load(store, run ?? 'five', which, model),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const namesOf = (): Readonly<Record<FiveKey, string>> => ({
  teacher: t('Teacher'),
  labels: t('Student from labels'),
  student: t('Taught student'),
  'teacher-rounded': t('Teacher, int{bits}', { bits: FIVE_BITS }),
  'student-rounded': t('Taught student, int{bits}', { bits: FIVE_BITS }),
});

function load(store: Parameters<typeof landInB>[0], run: string, which: FiveKey, model: ModelSummary): void {
  landInB(store, run, which === 'student' ? 'result' : which, model);
  store.getState().announce(t('{name} is side B.', { name: namesOf()[which] }));
}
