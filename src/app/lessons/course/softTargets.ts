/** Lesson 9: what a teacher almost says is worth more than a label; temperature lets it show (Hinton et al., 2015). */
import type { Facts } from '../facts.ts';
import { shareFigure, sureShare } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

/** Small enough that help shows, short enough for a lesson on a processor. */
const STUDENT = { student: 'eighth', steps: 300 } as const;

export const softTargets: Lesson = {
  id: 'soft-targets',
  title: 'Soft targets and temperature',
  about: 'What a teacher knows beyond the label, and how a small student learns it.',
  minutes: 6,
  pages: [
    {
      stage: { claim: 'A label leaves out the doubt.', b: { bits: 4 }, away: ['recipe', 'dial', 'time'] },
      text: () => [
        say`A label says: this is a 4, and nothing more. A network says how likely it finds each class, and so also what a digit almost was. A smaller network can learn from that: the large one is its teacher.`,
        say`Open a digit, and see how A weighs all classes.`,
      ],
      question: {
        ask: 'For how many digits is A surer of its answer than 99 in 100?',
        choices: choices('Fewer than half', 'Half to nine in ten', 'More than nine in ten'),
        answer: (facts) => {
          const share = sureShare(facts);
          return share === null ? null : share < 0.5 ? 0 : share <= 0.9 ? 1 : 2;
        },
      },
      action: { todo: 'Click on a digit of the stage.', done: ({ looking }) => looking },
      found: (facts) =>
        say`For ${shareFigure(sureShare(facts), facts.a.trust)} of them. An answer that is so sure says hardly more than its label. In the others there is some doubt to learn from, and there is a way to make it plainer.`,
    },
    {
      stage: { claim: 'Warmer answers say more.', view: 'distill', training: { ...STUDENT, temperature: 1 } },
      text: () => [
        say`Shares come from scores: softmax(score / T). The temperature T was 1 so far. A higher one brings the shares nearer to each other, and what the teacher finds second and third comes to light. Their order stays.`,
        say`With T the teacher’s gradients shrink as 1/T², so the loss is multiplied by T² again.`,
      ],
      action: {
        todo: 'In the sentence, choose a temperature of 8, or draw its ruler there.',
        done: ({ training }) => training.temperature >= 8,
      },
      found: () =>
        say`Too cold, and the teacher says no more than the label. Too hot, and all classes look alike. Between 2 and 8 is usual; the smaller the student, the less of the faint doubt it can use.`,
    },
    {
      stage: {
        claim: 'A student of an eighth of the width.',
        view: 'distill',
        training: { ...STUDENT, form: 'distill', temperature: 4 },
      },
      text: () => [
        say`The student has an eighth of the channels in each layer. It learns from 1,000 digits and from what its teacher says of them; it is judged by others.`,
        say`On a processor this takes a minute or two. A recorded run can be watched instead.`,
      ],
      question: {
        ask: 'How many of the digits that it has not seen will the student read right?',
        choices: choices('95 of 100 or more', '80 to 95 of 100', 'Fewer than 80 of 100'),
        answer: ({ training: { right } }) => (right === null ? null : right >= 0.95 ? 0 : right >= 0.8 ? 1 : 2),
      },
      action: {
        todo: 'Press “Train a student”, and wait until it has learned.',
        done: ({ training }) => training.ended?.form === 'distill',
      },
      found: ({ training: { right, alike, trust } }) =>
        say`${shareFigure(right, trust)} right, and on ${shareFigure(alike, trust)} it answers as its teacher does. Both belong to the result: a student can agree with its teacher’s mistakes.`,
    },
    {
      stage: {
        claim: 'What was the teacher worth?',
        view: 'distill',
        training: { ...STUDENT, form: 'train' },
      },
      text: ({ training }) => [
        say`A taught student read ${shareFigure(training.student('distill'), training.trust)} right. To know what the teacher was worth, the same student must learn alone: same steps, same seed, labels only.`,
      ],
      question: {
        ask: 'With labels alone, how many digits will the same student read right?',
        choices: choices(
          'More than when it was taught',
          'No difference to be measured',
          'Fewer than when it was taught',
        ),
        answer: aloneChoice,
      },
      action: {
        todo: 'Train once more, this time on labels alone.',
        done: ({ training }) => training.ended?.form === 'train' && training.student('distill') !== null,
      },
      found: ({ training }) =>
        say`Alone ${shareFigure(training.student('train'), training.trust)}, taught ${shareFigure(training.student('distill'), training.trust)}. One seed is one throw: before believing a small difference, train with others too.`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

/** Index of the choice: differences within the 95 % interval of two shares of so many digits are none. */
function aloneChoice({ training, samples }: Facts): number | null {
  const [alone, taught] = [training.student('train'), training.student('distill')];
  if (alone === null || taught === null || samples === 0) return null;
  const spread = 1.96 * Math.sqrt((alone * (1 - alone) + taught * (1 - taught)) / samples);
  return Math.abs(alone - taught) <= spread ? 1 : alone > taught ? 0 : 2;
}
