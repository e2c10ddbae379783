/** Lesson 10: rounding and teaching together: quantization-aware training with a teacher, then a small student rounded. */
import type { Facts } from '../facts.ts';
import { accuracyOf, bytesRatio, rightOf, shareFigure, shareOf, sizeOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

const BITS = 2;

export const distilQuantize: Lesson = {
  id: 'distil-quantize',
  title: 'Distil, then quantize',
  about: 'What training wins back that rounding lost, and both kinds of small at once.',
  minutes: 6,
  pages: [
    {
      stage: {
        claim: 'Rounded while it learns.',
        b: { bits: BITS },
        view: 'distill',
        training: { form: 'qad', bits: BITS, steps: 200, learningRate: 1e-3 },
      },
      text: (facts) => [
        say`At 2 bits a weight, rounding after training leaves ${shareFigure(facts.rounded(BITS), 'live')} of the digits right.`,
        say`Quantization-aware training rounds in every step and learns around it. Where rounding is flat it has no slope; the gradient is passed through as if nothing were rounded. Here the network as it came is the teacher of its rounded self.`,
      ],
      question: {
        ask: 'How much of what rounding lost will training win back?',
        choices: choices('Hardly anything', 'About half', 'Nearly all'),
        answer: (facts) => {
          const share = wonBack(facts);
          return share === null ? null : share < 0.25 ? 0 : share < 0.75 ? 1 : 2;
        },
      },
      action: {
        todo: 'Press “Train a student”: the sentence is set to train rounded, taught by itself.',
        done: ({ training, b }) => isRoundedTraining(training.ended?.form) && b.recipe.bits === 32,
      },
      found: (facts) =>
        say`B now reads ${rightOf(facts.b)} right, with the same ${sizeOf(facts.b)}. The bits are as few as before; what changed is that the weights know of them.`,
    },
    {
      stage: {
        claim: 'Fewer weights, fewer bits.',
        view: 'distill',
        training: { form: 'distill-qat', student: 'quarter', bits: 4, steps: 300 },
      },
      text: () => [
        say`A student has fewer weights, rounding gives each of them fewer bits, and the two multiply: a quarter of the channels is about a sixteenth of the weights.`,
        say`The order counts. First the student learns in floats, then it learns once more while it is rounded, the teacher beside it both times.`,
      ],
      question: {
        ask: 'A quarter of the channels, and 4 bits a weight: how many of A’s bytes are left?',
        choices: choices('About a quarter', 'About a thirtieth', 'About a hundredth'),
        answer: ({ a, b }) => nearest(bytesRatio(b, a)),
      },
      action: {
        todo: 'Train it, and wait until both steps are over.',
        done: ({ training }) => training.ended?.form === 'distill-qat',
      },
      found: ({ a, b }) =>
        say`B takes ${sizeOf(b)}, ${shareOf(b, a)} of A, and reads ${rightOf(b)} right. The view Compare sets such points beside plain rounding; which way is better is a question of bytes, and of how much training you can afford.`,
    },
  ],
};

// ---------------------------------------------------------------------------------------------------------------------

function isRoundedTraining(form: string | undefined): boolean {
  return form === 'qad' || form === 'qat';
}

/** Share of the loss of rounding that B has not any more. */
function wonBack(facts: Facts): number | null {
  const [full, rounded, now] = [accuracyOf(facts.a), facts.rounded(BITS), accuracyOf(facts.b)];
  if (full === null || rounded === null || now === null || full <= rounded) return null;
  return (now - rounded) / (full - rounded);
}

function nearest(ratio: number | null): number | null {
  if (ratio === null) return null;
  const distances = [1 / 4, 1 / 30, 1 / 100].map((value) => Math.abs(Math.log(ratio / value)));
  return distances.indexOf(Math.min(...distances));
}
