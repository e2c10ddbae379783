/** "A student learns more from a teacher than from labels" (Hinton et al., 2015: 74 errors instead of 146 on MNIST). */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { lessonOf, notMeasured, rowOf } from './claim.ts';

const student = { from: 'teacher', width: 1 / 8, init: 'fresh' };
const [taught, alone] = ['taught', 'labels alone'];
const loss = { kind: 'logit', divergence: 'forward', temperature: 4, alpha: 0.9 };

const recipeOf = (label: string, step: Readonly<Record<string, unknown>>) => ({
  label,
  recipe: { version: 1, name: label, steps: [{ ...step, ...lessonOf(300) }] },
});

export const teacherHelps: Claim = {
  id: 'teacher-helps',
  text: 'A small student learns more from a teacher than from labels alone.',
  experiment: 'One student of an eighth of the channels learns twice, with the same steps and seed: taught, and alone.',
  recipes: [recipeOf(taught, { kind: 'distill', student, loss }), recipeOf(alone, { kind: 'train', model: student })],
  speed: false,
  trains: true,
  judge: (table) => [better(table)],
};

// ---------------------------------------------------------------------------------------------

function better(table: SweepTable): ClaimPart {
  const text = 'Taught, the student reads more right';
  const [one, other] = [rowOf(table, taught)?.accuracy, rowOf(table, alone)?.accuracy];
  if (!one || !other) return notMeasured(text);
  const verdict = one.low > other.high ? 'holds' : one.high < other.low ? 'fails' : 'undecided';
  const words = [one, other].map(({ value, low, high }) => `${percent(value)} (${percent(low)} to ${percent(high)})`);
  return {
    text,
    verdict,
    detail: `taught ${words[0]}, alone ${words[1]}; one seed, decided where the intervals lie apart.`,
  };
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
