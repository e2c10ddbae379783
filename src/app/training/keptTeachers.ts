/** Networks that are kept and not open: as teachers they can be chosen, and are opened, once, when they are. */
import type { Decant, KeptRun, ModelSummary, TrainingRecord } from '../../studio/api.ts';

export interface KeptTeacher {
  readonly key: string;
  readonly name: string;
}

type Kept = Pick<KeptRun, 'id' | 'name' | 'title' | 'weights' | 'discarded'>;
type Trained = Pick<TrainingRecord, 'run' | 'name' | 'status' | 'result'>;

/** Finished training runs whose network is not open, and kept results with their weights. */
export function keptTeachers(records: readonly Trained[], runs: readonly Kept[]): readonly KeptTeacher[] {
  const trained = records.filter(({ status, result }) => status === 'done' && !result);
  const weighed = runs.filter(({ weights, discarded }) => weights && discarded === undefined);
  return [
    ...trained.map(({ run, name }) => ({ key: TRAINED + run, name })),
    ...weighed.map(({ id, name, title }) => ({ key: WEIGHED + id, name: name ?? title })),
  ];
}

export interface TeacherShelf {
  /** @throws DecantError when what was kept is gone or not whole */
  open(teacher: KeptTeacher): Promise<ModelSummary>;
}

export function createTeacherShelf(decant: Pick<Decant, 'openCheckpoint' | 'keptWeights' | 'openModel'>): TeacherShelf {
  const opened = new Map<string, Promise<ModelSummary>>();
  const openNow = async ({ key, name }: KeptTeacher): Promise<ModelSummary> => {
    if (key.startsWith(TRAINED)) return decant.openCheckpoint({ run: key.slice(TRAINED.length) });
    return decant.openModel(await decant.keptWeights(key.slice(WEIGHED.length)), { name, remember: false });
  };
  return {
    open: (teacher) => {
      const opening = opened.get(teacher.key) ?? openNow(teacher);
      opened.set(teacher.key, opening);
      opening.catch(() => opened.delete(teacher.key));
      return opening;
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const TRAINED = 'training ';
const WEIGHED = 'kept ';
