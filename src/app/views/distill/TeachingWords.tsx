/** The words of the sentence that say who teaches, on which way, and whether the teacher stays beside the student. */
import { useStore } from 'zustand';
import { shelfOf } from '../../library/shelf.ts';
import { t } from '../../messages/t.ts';
import * as words from '../../recipe/trainingOptions.ts';
import { Pick } from '../../sides/Pick.tsx';
import { useApp, useStudio } from '../../store/context.tsx';
import type { KeptTeacher } from '../../training/keptTeachers.ts';
import { keptTeachers } from '../../training/keptTeachers.ts';
import type { OtherTeacher, Way } from '../../training/teaching.ts';
import { bringsUp, canStore, hasRoom, hasTeacher, MOST_OTHERS } from '../../training/teaching.ts';
import { useTrainer, useTraining } from './useTraining.ts';

/** "at once": the way to the student. */
export function WayWords() {
  const trainer = useTrainer();
  const setup = useTraining((state) => state.setup);
  if (!bringsUp(setup)) return null;
  const full = t('As large as its teacher: there is no size between.');
  const disabled: Partial<Record<Way, string>> = hasRoom(setup) ? {} : { assistant: full, assistants: full };
  return (
    <>
      <Pick
        label={t('way to the student')}
        options={words.wayOptions()}
        value={setup.way}
        disabled={disabled}
        onChange={(way) => trainer.choose({ way })}
      />
      ,{' '}
    </>
  );
}

/** "the teacher beside the student", and the networks that teach with it. */
export function TeacherWords() {
  const trainer = useTrainer();
  const setup = useTraining((state) => state.setup);
  if (!hasTeacher(setup)) return null;
  return (
    <>
      {canStore(setup) && (
        <>
          <Pick
            label={t('where the teacher is')}
            options={words.presenceOptions()}
            value={setup.presence}
            onChange={(presence) => trainer.choose({ presence })}
          />
          ,{' '}
        </>
      )}
      <Others />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const NOBODY = '';

function Others() {
  const trainer = useTrainer();
  const { others } = useTraining((state) => state.setup);
  const found = useCandidates();
  const free = found.filter(({ model }) => !others.some((one) => one.model === model));
  if (found.length === 0 && others.length === 0) return null;
  const put = (next: readonly OtherTeacher[]): void => trainer.choose({ others: next });
  const option = ({ model, name, kept }: Candidate) => ({
    value: model,
    word: name,
    help: kept
      ? t('Kept in this browser; opened when it is chosen. Must answer the same classes from the same inputs.')
      : t('Must answer the same classes from the same inputs.'),
  });
  const choose = async (chosen: Candidate, weight: number, place: number): Promise<void> => {
    const model = chosen.kept ? await trainer.openTeacher(chosen.kept) : { id: chosen.model };
    const now = trainer.store.getState().setup.others.filter((one) => one.model !== model?.id);
    if (model) put(now.toSpliced(place, 1, { model: model.id, name: chosen.name, weight }));
  };
  const none = { value: NOBODY, word: t('nobody else'), help: t('The network itself is the only teacher.') };
  const fewer = { value: NOBODY, word: t('leave it out'), help: t('It teaches no more.') };
  return (
    <>
      {t('taught along by')}{' '}
      {others.map((one, i) => (
        <span key={one.model}>
          <Pick
            label={t('another teacher')}
            options={[option(one), ...free.map(option), fewer]}
            value={one.model}
            onChange={(model) => {
              const chosen = free.find((candidate) => candidate.model === model);
              if (chosen) void choose(chosen, one.weight, i);
              else if (model === NOBODY) put(others.toSpliced(i, 1));
            }}
          />{' '}
          <Pick
            label={t('weight of another teacher')}
            options={words.weightOptions()}
            value={`${one.weight}`}
            onChange={(weight) => put(others.with(i, { ...one, weight: Number(weight) }))}
          />
          ,{' '}
        </span>
      ))}
      {others.length < MOST_OTHERS && free.length > 0 && (
        <>
          <Pick
            label={t('one more teacher')}
            options={[none, ...free.map(option)]}
            value={NOBODY}
            onChange={(model) => {
              const chosen = free.find((candidate) => candidate.model === model);
              if (chosen) void choose(chosen, 1, others.length);
            }}
          />
          ,{' '}
        </>
      )}
    </>
  );
}

interface Candidate extends Omit<OtherTeacher, 'weight'> {
  /** What is opened first; `model` is its key then. */
  readonly kept?: KeptTeacher;
}

/** Opened networks beside the first, and kept ones, which are opened when they are chosen. */
function useCandidates(): readonly Candidate[] {
  const bases = useApp((state) => state.bases);
  const records = useTraining((state) => state.records);
  const teachers = useTraining((state) => state.teachers);
  const runs = useStore(shelfOf(useStudio()).state, (state) => state.runs);
  const opened = bases.slice(1).map(({ model }) => ({ model: model.id, name: model.name }));
  const trained = records.flatMap(({ result }) => (result ? [{ model: result.id, name: result.name }] : []));
  const kept = keptTeachers(records, runs ?? []).map((one): Candidate => {
    const model = teachers[one.key];
    return model ? { model: model.id, name: one.name } : { model: one.key, name: one.name, kept: one };
  });
  const all = new Map([...opened, ...trained, ...kept].map((one) => [one.model, one]));
  all.delete(bases[0]?.model.id ?? '');
  return [...all.values()];
}
