/** Lesson 5: how codes of 4 bits lie in bytes, and what lies beside them. */
import { count } from '../../format/numbers.ts';
import { bitsOf, partOf, sizeOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

/** Widths whose codes fill bytes unequally can differ by the rounding of each row up to whole words. */
const SAME_SHARE = 0.01;

export const packing: Lesson = {
  id: 'packing',
  title: 'How int4 lies in bytes',
  about: 'Two codes a byte, a scale for each group, and the bytes that only fill up.',
  minutes: 3,
  pages: [
    {
      stage: { claim: 'No computer has a byte of 4 bits.', b: { bits: 8 }, away: ['recipe', 'time'], aim: 4 },
      text: ({ weights, b }) => [
        say`Memory is read in bytes of 8 bits. At 8 bits a weight’s code fills one byte: ${count(weights)} weights, and ${partOf(b, 'codes')} of codes.`,
        say`A code of 4 bits is a number from 0 to 15. Two of them share a byte, one in its lower half and one in its upper.`,
      ],
      question: {
        ask: 'How many bytes will the codes take at 4 bits?',
        choices: ({ weights }) => [8, 4, 2].map((bits) => count(Math.round((weights * bits) / 8))),
        answer: ({ b, weights }) => {
          const codes = b.result?.measurement.size.parts.codes;
          return codes === undefined ? null : codes > weights * 0.75 ? 0 : codes > weights * 0.375 ? 1 : 2;
        },
      },
      action: { todo: 'Turn B’s dial to 4.', done: ({ b }) => b.recipe.bits === 4 },
      found: ({ b }) =>
        say`${partOf(b, 'codes')}: half of what they were. The arithmetic units unpack them as they read.`,
    },
    {
      stage: { claim: 'Four bits are never only four.', b: { bits: 4 }, away: ['recipe', 'time'] },
      text: ({ b }) => [
        say`Codes alone mean nothing: the scale of its group turns a code back into a weight. B takes ${sizeOf(b)}: ${partOf(b, 'codes')} of codes, ${partOf(b, 'scales')} of scales, ${partOf(b, 'padding')} that only fill rows up to whole words, and ${partOf(b, 'rest')} that were not rounded, such as biases.`,
      ],
      question: {
        ask: 'All of that together, how many bits does each weight of B take?',
        choices: choices('4 exactly', 'Between 4 and 5', '5 or more'),
        answer: ({ b }) => {
          const bits = b.result?.measurement.size.bitsPerWeight;
          return bits === undefined ? null : bits <= 4 ? 0 : bits < 5 ? 1 : 2;
        },
      },
      found: ({ b }) =>
        say`${bitsOf(b)}. When somebody says “a 4-bit model”, ask for this number; it decides whether the model fits.`,
    },
    {
      stage: {
        claim: 'Three does not divide eight.',
        a: { bits: 4 },
        b: { bits: 4 },
        away: ['recipe', 'time'],
        aim: 3,
      },
      text: ({ a }) => [
        say`At 3 bits a code does not fit evenly: some codes begin in one byte and end in the next. One could waste the last bits of each byte, or pack on across its edge.`,
        say`At 4 bits the codes take ${partOf(a, 'codes')}.`,
      ],
      question: {
        ask: 'Do the codes at 3 bits take three quarters of that?',
        choices: choices('Yes, three quarters', 'No, clearly more'),
        answer: ({ a, b }) => {
          const [four, three] = [a.result?.measurement.size.parts.codes, b.result?.measurement.size.parts.codes];
          return four === undefined || three === undefined ? null : three / four < 0.75 + SAME_SHARE ? 0 : 1;
        },
      },
      action: { todo: 'Turn B’s dial to 3.', done: ({ b }) => b.recipe.bits === 3 },
      found: ({ b }) => say`${partOf(b, 'codes')}, and ${bitsOf(b)} a weight with all that lies beside them.`,
    },
  ],
};
