/** Which samples the panes show: first those that the teacher is least sure of, since there it has most to teach. */

import type { Measurement } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import { NOT_ANSWERED } from '../../stage/cells.ts';
import { divergence, softened, topOf } from '../../training/scores.ts';

/** Samples that one can leaf through. */
const MOST = 24;

/** Sample numbers, the least sure first; the first samples where no answers are known. */
export function tornSamples(answers: Measurement['quality']['answers'], samples: number): number[] {
  const known = answers
    ? Array.from(answers.top, (top, sample) => ({ sample, top, sure: answers.confidence[sample] ?? 1 })).filter(
        ({ top }) => top !== NOT_ANSWERED,
      )
    : [];
  if (known.length === 0) return Array.from({ length: Math.min(MOST, samples) }, (_, i) => i);
  return known
    .sort((p, q) => p.sure - q.sure)
    .slice(0, MOST)
    .map(({ sample }) => sample);
}

/** "The teacher is torn on this one." */
export function teacherSentence(scores: readonly number[] | null): string {
  if (!scores) return t('The teacher');
  const sure = Math.max(...softened(scores, 1));
  if (sure < TORN) return t('The teacher is torn on this one.');
  return sure < SURE ? t('The teacher has a doubt here.') : t('The teacher is sure of this one.');
}

/** "The student learns the doubt too." */
export function studentSentence(teacher: readonly number[] | null, student: readonly number[] | null): string {
  if (!student) return t('The student');
  if (!teacher) return t('What the student says.');
  const apart = divergence(softened(teacher, 1), softened(student, 1));
  if (apart < ALIKE) return t('The student learns the doubt too.');
  return topOf(teacher) === topOf(student)
    ? t('The student agrees, with other doubts.')
    : t('The student sees something else.');
}

// ---------------------------------------------------------------------------------------------------------------------

const TORN = 0.7;
const SURE = 0.97;
/** In nats. */
const ALIKE = 0.08;
