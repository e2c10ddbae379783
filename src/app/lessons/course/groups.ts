/** Lesson 4: more scales keep an outlier to its own few weights, and cost bytes. */
import { t } from '../../messages/t.ts';
import { bitsOf, decibelsOf, noiseOf, partOf, rightOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

const BITS = 3;

export const groups: Lesson = {
  id: 'groups',
  title: 'Per channel and in groups',
  about: 'What a scale for fewer weights gains in noise and costs in bits.',
  minutes: 4,
  pages: [
    {
      stage: {
        claim: 'A scale for each channel.',
        a: { bits: BITS, grain: 'tensor' },
        b: { bits: BITS, grain: 'tensor' },
        away: ['time'],
        veil: 'quality',
      },
      text: ({ a, largest }) => [
        say`A row of weights makes one output: a channel. Some channels have large weights, some small ones. With one scale for the whole tensor the small ones get few places: ${noiseOf(a, largest?.node)} in ${largest?.node ?? t('the largest layer')}.`,
        say`A scale for each channel lets every row use all of its places.`,
      ],
      question: {
        ask: 'What will the scales of all channels cost?',
        choices: choices('Less than 0.2 bits a weight', 'Half a bit a weight', 'A whole bit a weight'),
        answer: ({ a, b }) =>
          costChoice(a.result?.measurement.size.bitsPerWeight, b.result?.measurement.size.bitsPerWeight),
      },
      action: {
        todo: 'In B’s sentence, choose “one scale per channel”.',
        done: ({ b }) => b.recipe.grain === 'channel',
      },
      found: ({ a, b, largest }) =>
        say`${bitsOf(a)} became ${bitsOf(b)} a weight, and ${noiseOf(a, largest?.node)} became ${noiseOf(b, largest?.node)}. B reads ${rightOf(b)} right.`,
    },
    {
      stage: {
        claim: 'Smaller families, finer steps.',
        a: { bits: BITS, grain: 'channel' },
        b: { bits: BITS, grain: 'channel' },
        away: ['time'],
      },
      text: ({ largest }) => [
        say`Within one channel of ${largest?.node ?? t('the largest layer')} there are still many weights under one scale. Cut the row into groups of 32, and an outlier widens the steps of its own group alone.`,
        say`Each scale is a float of 16 bits.`,
      ],
      question: {
        ask: 'A scale of 16 bits for 32 weights: how many bits a weight is that?',
        choices: choices('Less than 0.2 bits', 'Half a bit', 'A whole bit'),
        answer: ({ a, b }) =>
          costChoice(a.result?.measurement.size.bitsPerWeight, b.result?.measurement.size.bitsPerWeight),
      },
      action: { todo: 'Choose “groups of 32” for B.', done: ({ b }) => b.recipe.grain === 'g32' },
      found: ({ a, b, largest }) =>
        say`Scales now take ${partOf(b, 'scales')} instead of ${partOf(a, 'scales')}: ${bitsOf(b)} a weight in all. In ${largest?.node ?? t('the largest layer')}, ${noiseOf(a, largest?.node)} became ${noiseOf(b, largest?.node)}.`,
    },
    {
      stage: {
        claim: 'Is it the bits, or the groups?',
        a: { bits: 4, grain: 'channel' },
        b: { bits: BITS, grain: 'g32' },
        away: ['time'],
      },
      text: ({ a }) => [
        say`Bits can be spent on places or on scales. A has 4 bits and a scale for each channel: ${bitsOf(a)} a weight.`,
        say`B starts with 3 bits in groups of 32. Make its groups as fine as they get.`,
      ],
      question: {
        ask: 'With groups of 16, which side has less noise in its largest layer?',
        choices: choices('A: one bit more', 'B: finer groups'),
        answer: ({ a, b, largest }) => {
          const [wider, finer] = [decibelsOf(a, largest?.node), decibelsOf(b, largest?.node)];
          return wider === null || finer === null ? null : wider >= finer ? 0 : 1;
        },
      },
      action: { todo: 'Choose “groups of 16” for B.', done: ({ b }) => b.recipe.grain === 'g16' },
      found: ({ a, b, largest }) =>
        say`A: ${noiseOf(a, largest?.node)} for ${bitsOf(a)} a weight. B: ${noiseOf(b, largest?.node)} for ${bitsOf(b)}. Compare what a bit buys before you spend it.`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

/** Index of the choice that the growth in bits a weight falls under. */
function costChoice(before: number | undefined, after: number | undefined): number | null {
  if (before === undefined || after === undefined) return null;
  const cost = after - before;
  return cost < 0.25 ? 0 : cost < 0.75 ? 1 : 2;
}
