/** Lesson 6: activations are rounded while the network runs; their scales come from the moment or from calibration. */
import { accuracyWords, agreementOf, alikeOf, bytesRatio, sizeOf } from '../facts.ts';
import type { Lesson } from '../lesson.ts';
import { choices } from '../lesson.ts';
import { say } from '../say.ts';

const INTEGERS = { bits: 8, grain: 'channel' } as const;

export const calibration: Lesson = {
  id: 'calibration',
  title: 'Activations and calibration',
  about: 'What flows between layers can be rounded too; where its scales come from.',
  minutes: 4,
  pages: [
    {
      stage: { claim: 'What flows can be rounded too.', a: INTEGERS, b: INTEGERS, away: ['dial', 'time'] },
      text: ({ a }) => [
        say`So far only weights were rounded; what flows from layer to layer, the activations, stayed in floats. If both are integers of 8 bits, the arithmetic can be done in integers.`,
        say`Weights lie still and can be looked at beforehand. Activations are new with every digit, so their scale can be taken anew at each run. A takes ${sizeOf(a)}.`,
      ],
      question: {
        ask: 'Does B get smaller when its activations are rounded as well?',
        choices: choices('Yes, much', 'No, it stays as large'),
        answer: ({ a, b }) => {
          const ratio = bytesRatio(b, a);
          return ratio === null ? null : ratio < 0.98 ? 0 : 1;
        },
      },
      action: {
        todo: 'In B’s sentence, let activations be “rounded as they come”.',
        done: ({ b }) => b.recipe.activations === 'dynamic',
      },
      found: ({ b }) =>
        say`${sizeOf(b)}. Activations live for one answer and are never stored: rounding them can save time, not bytes of the file.`,
    },
    {
      stage: {
        claim: 'A scale for digits not yet seen.',
        a: { ...INTEGERS, activations: 'dynamic' },
        b: { ...INTEGERS, activations: 'dynamic' },
        away: ['dial', 'time'],
        veil: 'quality',
      },
      text: () => [
        say`Measuring a scale at each run takes time. Instead it can be fixed beforehand: run some samples, watch how far the activations reach, and keep that. This is calibration.`,
        say`A value beyond the range that was seen is cut off.`,
      ],
      question: {
        ask: 'With fixed scales, for how many digits will B still answer as A does?',
        choices: choices('99 of 100 or more', '90 to 99 of 100', 'Fewer than 90 of 100'),
        answer: (facts) => {
          const agreement = agreementOf(facts);
          return agreement === null ? null : agreement >= 0.99 ? 0 : agreement >= 0.9 ? 1 : 2;
        },
      },
      action: {
        todo: 'Let B’s activations be “calibrated by their range”.',
        done: ({ b }) => b.recipe.activations === 'minmax',
      },
      found: (facts) =>
        say`${alikeOf(facts)} of the answers are A’s; right answers: ${accuracyWords(facts)}. Fixed scales serve as long as new data reaches no further than what was seen. Other observers, by percentile or least error, are in the same menu.`,
    },
  ],
};
