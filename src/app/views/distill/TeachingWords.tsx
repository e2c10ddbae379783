/** The words of the sentence that say who teaches, on which way, and whether the teacher stays beside the student. */
import { t } from '../../messages/t.ts';
import * as words from '../../recipe/trainingOptions.ts';
import { Pick } from '../../sides/Pick.tsx';
import { useApp } from '../../store/context.tsx';
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
  const option = ({ model, name }: Candidate) => ({
    value: model,
    word: name,
    help: t('Must answer the same classes from the same inputs.'),
  });
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
              const changed = chosen ? [{ ...one, ...chosen }] : model === NOBODY ? [] : [one];
              put([...others.slice(0, i), ...changed, ...others.slice(i + 1)]);
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
              if (chosen) put([...others, { ...chosen, weight: 1 }]);
            }}
          />
          ,{' '}
        </>
      )}
    </>
  );
}

type Candidate = Omit<OtherTeacher, 'weight'>;

/** Opened networks beside the first, and finished kept runs whose network is open. */
function useCandidates(): readonly Candidate[] {
  const bases = useApp((state) => state.bases);
  const records = useTraining((state) => state.records);
  const opened = bases.slice(1).map(({ model }) => ({ model: model.id, name: model.name }));
  const kept = records.flatMap(({ result }) => (result ? [{ model: result.id, name: result.name }] : []));
  const all = new Map([...opened, ...kept].map((one) => [one.model, one]));
  all.delete(bases[0]?.model.id ?? '');
  return [...all.values()];
}
