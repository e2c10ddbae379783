/** The loss and the updates against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import type { ConformanceCase } from '../../../testing/conformance/case.ts';
import { caseGraph, runCase } from '../../../testing/conformance/caseGraph.ts';
import { scalar, values } from '../../../testing/conformance/inputs.ts';

async function run(row: Omit<ConformanceCase, 'about'>): Promise<number[][]> {
  const outputs = await runCase({ ...row, about: '' }, createReferenceExecutor());
  return outputs.map((output) => Array.from(toNumbers(output).data));
}

/** Digits that a result stored in f32 agrees in. */
const digits = 6;

describe('SoftmaxCrossEntropyLoss', () => {
  const scores = () => values('f32', [0, 0, Math.log(3), 0], [2, 2]);

  test('is minus the mean log probability of the labels', async () => {
    const [[loss]] = await run({ operator: 'SoftmaxCrossEntropyLoss', inputs: [scores(), values('i64', [0, 0])] });
    expect(loss).toBeCloseTo((Math.log(2) + Math.log(4 / 3)) / 2, digits);
  });

  test('weights classes, and divides by the weights', async () => {
    const inputs = [scores(), values('i64', [0, 1]), values('f32', [1, 3])];
    const [[loss]] = await run({ operator: 'SoftmaxCrossEntropyLoss', inputs });
    expect(loss).toBeCloseTo((Math.log(2) + 3 * Math.log(4)) / 4, digits);
  });

  test('leaves out labels to be ignored, even outside of the classes', async () => {
    const inputs = [scores(), values('i64', [-100, 1])];
    const attributes = { ignore_index: -100 };
    const [[loss]] = await run({ operator: 'SoftmaxCrossEntropyLoss', inputs, attributes });
    expect(loss).toBeCloseTo(Math.log(4), digits);
  });

  test('says which shape labels should have', () => {
    const inputs = [scores(), values('i64', [0, 1, 1])];
    expect(() => caseGraph({ operator: 'SoftmaxCrossEntropyLoss', about: '', inputs })).toThrow(
      'labels of 3 do not fit scores; they should be 2.',
    );
  });
});

describe('updates', () => {
  test('the first step of AdamW is the learning rate in the direction of the gradient', async () => {
    const zero = values('f32', [0]);
    const inputs = [values('f32', [1]), values('f32', [-4]), zero, zero, scalar(1), scalar(0.125)];
    const [[parameter], [m], [v]] = await run({
      operator: 'AdamW',
      inputs,
      outputs: 3,
      attributes: { weightDecay: 0 },
    });
    expect(parameter).toBeCloseTo(1.125, digits);
    expect(m).toBeCloseTo(-0.4, digits);
    expect(v).toBeCloseTo(0.016, digits);
  });

  test('AdamW decays the parameter apart from the gradient', async () => {
    const zero = values('f32', [0]);
    const inputs = [values('f32', [2]), zero, zero, zero, scalar(1), scalar(0.5)];
    const [[parameter]] = await run({ operator: 'AdamW', inputs, outputs: 3, attributes: { weightDecay: 0.25 } });
    expect(parameter).toBe(1.75);
  });

  test('SGD with momentum, in both forms', async () => {
    const inputs = [values('f32', [1]), values('f32', [2]), values('f32', [4]), scalar(0.25)];
    const attributes = { momentum: 0.5 };
    expect(await run({ operator: 'SGD', inputs, outputs: 2, attributes })).toEqual([[0], [4]]);
    expect(await run({ operator: 'SGD', inputs, outputs: 2, attributes: { ...attributes, nesterov: 1 } })).toEqual([
      [0],
      [4],
    ]);
    const decayed = { ...attributes, weightDecay: 2 };
    expect(await run({ operator: 'SGD', inputs, outputs: 2, attributes: decayed })).toEqual([[-0.5], [6]]);
  });

  test('a scalar where a tensor should be is refused', () => {
    const one = values('f32', [1, 2]);
    const inputs = [one, one, scalar(0), scalar(0.1)];
    expect(() => caseGraph({ operator: 'SGD', about: '', inputs, outputs: 2 })).toThrow(
      "it must have the parameter's shape, 2.",
    );
  });
});
