/** The pour over the view: the teacher to the rim, the student as full as its bytes. */
import { bytesFigure, significant, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Strip } from '../../stage/Strip.tsx';
import { useApp } from '../../store/context.tsx';
import { useTraining } from './useTraining.ts';

export function StudentStrip() {
  const teacher = useApp((state) => state.bases[0]?.model);
  const bytes = useTraining(
    ({ student, trial, phase }) =>
      student?.model.bytes ?? (phase === 'idle' ? trial?.bytes : undefined) ?? trial?.bytes,
  );
  const [bytesA, bytesB] = [teacher?.bytes ?? 0, bytes ?? 0];
  const times =
    bytesB > 0 && bytesA > bytesB ? `, ${t('{times} times smaller', { times: significant(bytesA / bytesB) })}` : '';
  return (
    <Strip
      bytesA={bytesA}
      bytesB={bytesB}
      nameA={t('Teacher')}
      nameB={t('Student')}
      noteA={teacher ? `${teacher.name}, ${text(bytesFigure(bytesA))}` : ''}
      noteB={bytesB > 0 ? `${text(bytesFigure(bytesB))}${times}` : t('not made yet')}
    />
  );
}
