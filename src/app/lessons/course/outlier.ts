/** Lesson 3: where one scale serves a tensor, its largest weight sets the step of all others. */

import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { accuracySign, accuracyWords, decibelsOf, noiseOf, rightOf, weightsOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

const WHOLE = { grain: 'tensor', clip: 'minmax' } as const;

export const outlier: Lesson = {
  id: 'outlier',
  title: 'One outlier ruins a tensor',
  about: 'Why the largest weight decides the step, and what cutting it off gains.',
  minutes: 4,
  pages: [
    {
      stage: {
        claim: 'The largest weight sets every step.',
        a: { bits: 4, ...WHOLE },
        b: { bits: 4, ...WHOLE },
        view: 'histogram',
        away: ['time'],
      },
      text: ({ largest, a }) => [
        say`Here one scale serves a whole tensor. ${largest?.node ?? t('This layer')} has ${largest ? count(weightsOf(largest)) : '…'} weights, and the largest of them must still have a place: it alone decides how wide the steps of all others are.`,
        say`Both sides stand at ${noiseOf(a, largest?.node)}.`,
      ],
      question: {
        ask: 'If B cuts the few largest weights off, does the layer come nearer to the original?',
        choices: choices('Nearer', 'Further away', 'No change'),
        answer: ({ a, b, largest }) => {
          const [whole, cut] = [decibelsOf(a, largest?.node), decibelsOf(b, largest?.node)];
          if (whole === null || cut === null) return null;
          return Math.abs(cut - whole) < 0.05 ? 2 : cut > whole ? 0 : 1;
        },
      },
      action: {
        todo: 'In B’s sentence, turn “nothing clipped” into “clipped for least error”.',
        done: ({ b }) => b.recipe.clip === 'mse',
      },
      found: ({ a, b, largest }) =>
        say`From ${noiseOf(a, largest?.node)} to ${noiseOf(b, largest?.node)}. A few weights now err a lot, the many err less, and the sum of squares decides.`,
    },
    {
      stage: {
        claim: 'Two ways to set the step.',
        a: { bits: 3, ...WHOLE },
        b: { bits: 3, ...WHOLE },
        away: ['time'],
        veil: 'quality',
      },
      text: ({ a }) => [
        say`At 3 bits there is less room to waste. With nothing clipped, A reads ${rightOf(a)} of the digits right.`,
        say`B will get the limit with the least squared error for each tensor.`,
      ],
      question: {
        ask: 'Which side will read more digits right?',
        choices: choices('A, with nothing clipped', 'B, clipped', 'No difference to be measured'),
        answer: (facts) => {
          const sign = accuracySign(facts);
          return sign === null ? null : sign < 0 ? 0 : sign > 0 ? 1 : 2;
        },
      },
      action: { todo: 'Choose “clipped for least error” for B.', done: ({ b }) => b.recipe.clip === 'mse' },
      found: (facts) =>
        say`B reads ${rightOf(facts.b)} right; against A: ${accuracyWords(facts)}. Both read the same digits, so what counts is where they differ, not whether two ranges overlap.`,
    },
  ],
};
