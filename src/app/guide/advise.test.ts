/** Every combination of answers leads to one recipe with a reason, and none asks for what is not there. */
import { describe, expect, test } from 'vitest';
import { READY, recipeOf } from '../training/setup.ts';
import type { Answers } from './advise.ts';
import { advise } from './advise.ts';

const all: Answers[] = (['none', 'unlabelled', 'labelled'] as const).flatMap((data) =>
  (['none', 'minutes', 'hours'] as const).flatMap((time) =>
    (['half', 'quarter', 'eighth', 'less'] as const).flatMap((size) =>
      (['floats', 'integers'] as const).map((device) => ({ data, time, size, device })),
    ),
  ),
);

describe.each(all)('$data data, $time, $size, $device', (answers) => {
  const { recipe, training, reasons } = advise(answers);

  test('is one recipe, with reasons', () => {
    expect(recipe ?? training).not.toBeNull();
    expect(reasons.length).toBeGreaterThan(0);
    expect(new Set(reasons).size).toBe(reasons.length);
  });

  test('trains only with data and time, and without labels on the teacher alone', () => {
    if (answers.data === 'none' || answers.time === 'none') expect(training).toBeNull();
    if (training && answers.data === 'unlabelled') expect(training.alpha).toBe(1);
    if (training) expect(recipeOf({ ...READY, ...training }).steps.length).toBeGreaterThan(0);
  });

  test('calibrates only with samples', () => {
    if (answers.data === 'none') expect(['none', 'dynamic']).toContain(recipe?.activations ?? 'none');
  });
});

test('where 8 bits do, nothing is trained', () => {
  expect(advise({ data: 'labelled', time: 'hours', size: 'quarter', device: 'floats' }).training).toBeNull();
});

test('where an eighth is asked for, training is advised beside the rounding that it is measured against', () => {
  const { recipe, training } = advise({ data: 'labelled', time: 'minutes', size: 'eighth', device: 'floats' });
  expect(recipe?.bits).toBe(4);
  expect(training?.form).toBe('qad');
});
