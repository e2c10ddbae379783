/** Lesson 1: a network is bytes before it is anything else, and a weight need not take 32 bits. */
import { count } from '../../format/numbers.ts';
import { accuracyOf, agreementOf, alikeOf, bytesRatio, rightOf, shareOf, sizeOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

export const size: Lesson = {
  id: 'size',
  title: 'Why size matters',
  about: 'What the bytes of a network are, and how many of them its answers need.',
  minutes: 3,
  pages: [
    {
      stage: { claim: 'A network is first of all bytes.', b: { bits: 32 }, away: ['recipe', 'time'], aim: 8 },
      text: ({ weights, a }) => [
        say`This network reads digits. It has ${count(weights)} weights, and each came as a float of 32 bits, which is 4 bytes. Together with its biases that makes ${sizeOf(a)}.`,
        say`All of them must travel to a device, lie in its memory, and be read again for every answer. On the stage, the bytes of each side are a level: A is full to the rim.`,
      ],
      question: {
        ask: 'With 8 bits for each weight, how far does B’s level fall?',
        choices: choices('To about half', 'To about a quarter', 'To about an eighth'),
        answer: ({ a, b }) => nearest(bytesRatio(b, a), [1 / 2, 1 / 4, 1 / 8]),
      },
      action: { todo: 'Now turn B’s dial to 8.', done: ({ b }) => b.recipe.bits === 8 },
      found: ({ a, b }) =>
        say`B takes ${sizeOf(b)}, ${shareOf(b, a)} of A. It is a little more than 8 of 32 bits would be, because each group of 32 weights also keeps a scale.`,
    },
    {
      stage: {
        claim: 'The same digits, asked twice.',
        b: { bits: 8 },
        away: ['recipe', 'time'],
        veil: 'quality',
      },
      text: ({ samples }) => [
        say`Bytes are only half of the question. Both sides have read the same ${count(samples)} digits, which neither was trained on.`,
        say`Where they disagree, the digit is framed on the stage.`,
      ],
      question: {
        ask: 'How many digits does B, with 8 bits, read differently from A?',
        choices: choices('Fewer than 1 in 100', '1 to 5 in 100', 'More than 5 in 100'),
        answer: (facts) => between(agreementOf(facts), [0.99, 0.95]),
      },
      found: (facts) =>
        say`B gives A’s answer for ${alikeOf(facts)} of the digits. Rounding to 8 bits moves every weight, but hardly any answer with it.`,
    },
    {
      stage: { claim: 'How low can the level go?', b: { bits: 8 }, away: ['recipe', 'time'], veil: 'quality', aim: 2 },
      text: ({ a }) => [
        say`Two bits tell four values apart. Nothing below that is worth the name of a number.`,
        say`A reads ${rightOf(a)} of the digits right.`,
      ],
      question: {
        ask: 'With 2 bits a weight, how many digits will B read right?',
        choices: choices('95 of 100 or more', '50 to 95 of 100', 'Fewer than 50 of 100'),
        answer: ({ b }) => between(accuracyOf(b), [0.95, 0.5]),
      },
      action: { todo: 'Turn B’s dial to 2.', done: ({ b }) => b.recipe.bits === 2 },
      found: ({ a, b }) =>
        say`B reads ${rightOf(b)} right with ${shareOf(b, a)} of the bytes. Between 8 bits and 2 lies the question of this studio: how few bytes still carry the answers you need?`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

/** Index of the value that the ratio is nearest to. */
function nearest(ratio: number | null, values: readonly number[]): number | null {
  if (ratio === null) return null;
  const distances = values.map((value) => Math.abs(Math.log(ratio / value)));
  return distances.indexOf(Math.min(...distances));
}

/** 0 from the first bound up, 1 from the second up, 2 below it. */
function between(share: number | null, [upper, lower]: readonly [number, number]): number | null {
  if (share === null) return null;
  return share >= upper ? 0 : share >= lower ? 1 : 2;
}
