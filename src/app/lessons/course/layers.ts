/** Lesson 7: layers do not suffer alike; which one is worth more bits is found by trying. */

import { decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { accuracySign, accuracyWords, rightOf, sizeOf, worstOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

export const layers: Lesson = {
  id: 'layers',
  title: 'Which layer hurts?',
  about: 'Layers do not suffer alike; where a few bits more are spent best.',
  minutes: 4,
  pages: [
    {
      stage: { claim: 'One width, many layers.', b: { bits: 2 }, away: ['time'] },
      text: ({ layers: all, b }) => [
        say`This network has ${all.length} layers with weights. At 2 bits all of them are rounded alike, and ${rightOf(b)} of the digits come out right.`,
        say`How far the weights of a layer stray depends on how they are spread, not on how many they are.`,
      ],
      question: {
        ask: 'Which layer strays furthest from its original?',
        choices: ({ layers: all }) => all.map(({ node }) => node),
        answer: ({ layers: all, b }) => {
          const at = all.findIndex(({ node }) => node === worstOf(b)?.node);
          return at < 0 ? null : at;
        },
      },
      action: { todo: 'Open the view Layers and look.', done: ({ view }) => view === 'layers' },
      found: ({ b }) =>
        say`${worstOf(b)?.node ?? t('No layer')}, with ${{ text: `${decimals(worstOf(b)?.sqnr ?? 0, 1)}\u00a0dB`, trust: b.trust }}. Yet noise in the weights is not yet a wrong answer: what counts is what the next layers make of it.`,
    },
    {
      stage: {
        claim: 'A few bits, spent where they count.',
        a: { bits: 2 },
        b: { bits: 2 },
        away: ['time', 'dial'],
        veil: 'quality',
      },
      text: ({ a }) => [
        say`First and last layer are small here, but all that the network sees goes through the first and all that it says through the last. A reads ${rightOf(a)} right with 2 bits everywhere.`,
        say`Let B keep these two layers as they came.`,
      ],
      question: {
        ask: 'Will B read more digits right than A?',
        choices: choices('Yes', 'No difference to be measured', 'No, fewer'),
        answer: (facts) => {
          const sign = accuracySign(facts);
          return sign === null ? null : sign > 0 ? 0 : sign < 0 ? 2 : 1;
        },
      },
      action: {
        todo: 'In B’s sentence, turn “every layer alike” into “first and last as they came”.',
        done: ({ b }) => b.recipe.keepEnds,
      },
      found: (facts) =>
        say`B reads ${rightOf(facts.b)} right (${accuracyWords(facts)}) and takes ${sizeOf(facts.b)} instead of ${sizeOf(facts.a)}. Whether that is a good price you can ask layer by layer: the last choice of the same menu opens them all.`,
    },
  ],
};
