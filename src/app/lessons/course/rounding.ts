/** Lesson 2: rounding moves each weight to the nearest of a few places; each bit less doubles the step. */

import { t } from '../../messages/t.ts';
import type { Facts } from '../facts.ts';
import { accuracyOf, decibelsOf, noiseOf, rightOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

export const rounding: Lesson = {
  id: 'rounding',
  title: 'Rounding to a grid',
  about: 'What a bit is worth: half the step, and about 6 dB of noise.',
  minutes: 4,
  pages: [
    {
      stage: {
        claim: 'Same digits, fewer places for each weight.',
        b: { bits: 4 },
        away: ['recipe', 'time'],
        veil: 'quality',
        aim: 3,
      },
      text: () => [
        say`With 4 bits a weight can stand in 16 places. Each one moves to the nearest. Take a bit away, and half of the places go: every step becomes about twice as wide.`,
      ],
      question: {
        ask: 'At 3 bits, will B still read 95 of 100 digits right?',
        choices: choices('Yes, 95 or more', 'No, fewer'),
        answer: ({ b }) => {
          const accuracy = accuracyOf(b);
          return accuracy === null ? null : accuracy >= 0.95 ? 0 : 1;
        },
      },
      action: { todo: 'Now turn B’s dial to 3 and see.', done: ({ b }) => b.recipe.bits === 3 },
      found: ({ b }) =>
        say`B reads ${rightOf(b)} right. No single weight is where it was, but an answer is a sum of many, and their errors mostly cancel.`,
    },
    {
      stage: { claim: 'Where each weight may stand.', b: { bits: 4 }, away: ['recipe', 'time'] },
      text: ({ largest }) => [
        say`The view Histogram shows the weights of one layer: how many lie where, and over them the places that are left.`,
        say`Most weights of ${largest?.node ?? t('a layer')} lie near zero, few lie far out. A grid of equal steps serves both alike.`,
      ],
      action: { todo: 'Open the view Histogram above the stage.', done: ({ view }) => view === 'histogram' },
      found: ({ largest, b }) =>
        say`Rounding adds noise. In ${largest?.node ?? t('this layer')} the weights stand ${noiseOf(b, largest?.node)} above it: the more decibels, the less noise.`,
    },
    {
      stage: {
        claim: 'One bit fewer, step by step.',
        a: { bits: 4 },
        b: { bits: 4 },
        view: 'histogram',
        away: ['recipe', 'time'],
        aim: 3,
      },
      text: ({ largest, a }) => [
        say`A and B are now both rounded to 4 bits: ${noiseOf(a, largest?.node)} each in ${largest?.node ?? t('the largest layer')}.`,
        say`A step twice as wide makes errors twice as large. In decibels, twice is 20 · log10 2.`,
      ],
      question: {
        ask: 'How many decibels will B lose with one bit fewer?',
        choices: choices('About 3', 'About 6', 'About 12'),
        answer: (facts) => {
          const loss = lossOf(facts);
          return loss === null ? null : loss < 4.5 ? 0 : loss < 9 ? 1 : 2;
        },
      },
      action: { todo: 'Turn B’s dial to 3.', done: ({ b }) => b.recipe.bits === 3 },
      found: ({ a, b, largest }) =>
        say`From ${noiseOf(a, largest?.node)} to ${noiseOf(b, largest?.node)}. The rule of thumb, 6 dB a bit, holds while the steps are fine; with very few places it is worth checking, as you just did.`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

function lossOf({ a, b, largest }: Facts): number | null {
  const [before, after] = [decibelsOf(a, largest?.node), decibelsOf(b, largest?.node)];
  return before === null || after === null ? null : before - after;
}
