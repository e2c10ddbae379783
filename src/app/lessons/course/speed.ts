/** Lesson 8: fewer bytes are not yet less time; what decides is measured on the machine that one has. */

import { t } from '../../messages/t.ts';
import type { Facts } from '../facts.ts';
import { shareOf, speedSign, speedWords, timeOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

const FASTER = choices('Faster', 'No difference to be measured', 'Slower');

export const speed: Lesson = {
  id: 'speed',
  title: 'Is it really faster here?',
  about: 'Why fewer bytes are not yet less time, measured on your own machine.',
  minutes: 3,
  pages: [
    {
      stage: { claim: 'Fewer bytes. Less time?', b: { bits: 4 }, away: ['recipe', 'dial'], veil: 'time' },
      text: ({ a, b }) => [
        say`B has ${shareOf(b, a)} of A’s bytes. A needs ${timeOf(a)} for a digit: the median of many runs, after a warm-up, one digit at a time.`,
        say`Time goes into moving weights, into arithmetic, and into starting each piece of work. Rounding shrinks the first, and adds unpacking to the second.`,
      ],
      question: { ask: 'Against A, how fast is B on this machine?', choices: FASTER, answer },
      found: (facts) => say`A ${timeOf(facts.a)}, B ${timeOf(facts.b)}: ${speedWords(facts)}. ${why(facts)}`,
    },
    {
      stage: { claim: 'Where the time goes.', b: { bits: 4 }, away: ['recipe', 'dial'] },
      text: () => [
        say`A figure of the whole network hides which layer takes the time. The view Speed times each one, and sets other ways to run the same network beside it.`,
      ],
      action: { todo: 'Open the view Speed above the stage.', done: ({ view }) => view === 'speed' },
      found: () =>
        say`Look at the largest layer: only where its weights are most of the work can fewer bytes of weights save time.`,
    },
    {
      stage: { claim: 'Integers all the way.', b: { bits: 8, grain: 'channel' }, away: ['dial'], veil: 'time' },
      text: ({ a }) => [
        say`With weights and activations in 8 bits, nothing has to be unpacked into floats. Many processors multiply four such pairs at once; but the activations must first be rounded, at every layer. A takes ${timeOf(a)}.`,
      ],
      question: { ask: 'In integers, how fast is B against A on this machine?', choices: FASTER, answer },
      action: {
        todo: 'Let B’s activations be “rounded as they come”.',
        done: ({ b }) => b.recipe.activations === 'dynamic',
      },
      found: (facts) =>
        say`A ${timeOf(facts.a)}, B ${timeOf(facts.b)}: ${speedWords(facts)}. It holds for this machine and this network; send the link to somebody else, and the same question is measured there.`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

function answer(facts: Facts): number | null {
  const sign = speedSign(facts);
  return sign === null ? null : 1 - sign;
}

function why(facts: Facts): string {
  const sign = speedSign(facts);
  if (sign === 1) return t('Here, reading fewer bytes outweighs unpacking them.');
  if (sign === 0) return t('What was saved in bytes was spent on unpacking, or is lost in the spread of the runs.');
  return t('The weights of this network are few: what is saved in reading them is less than what unpacking costs.');
}
