/** SoftCrossEntropy, FakeQuantize and Lion against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import type { ConformanceCase } from '../../../testing/conformance/case.ts';
import { caseGraph, runCase } from '../../../testing/conformance/caseGraph.ts';
import { scalar, values } from '../../../testing/conformance/inputs.ts';
import { differentiate } from '../../../training/differentiate.ts';
import { createBuilder } from '../../builder.ts';
import { inferTypes } from '../../inferTypes.ts';

const reference = createReferenceExecutor();

async function run(row: Omit<ConformanceCase, 'about'>): Promise<number[][]> {
  const outputs = await runCase({ ...row, about: '' }, reference);
  return outputs.map((output) => Array.from(toNumbers(output).data));
}

/** Digits that a result stored in f32 agrees in. */
const digits = 6;

describe('SoftCrossEntropy', () => {
  const student = values('f32', [0, 0], [1, 2]);
  const teacher = values('f32', [2 * Math.log(3), 0], [1, 2]);

  test('is T^2 times the divergence of softened scores', async () => {
    const [[loss], slope] = await run({
      operator: 'SoftCrossEntropy',
      inputs: [student, teacher, scalar(2)],
      outputs: 2,
    });
    const divergence = 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5);
    expect(loss).toBeCloseTo(4 * divergence, digits);
    expect(slope[0]).toBeCloseTo(2 * (0.5 - 0.75), digits);
    expect(slope[1]).toBeCloseTo(2 * (0.5 - 0.25), digits);
  });

  test('costs nothing where both agree', async () => {
    const [[loss]] = await run({ operator: 'SoftCrossEntropy', inputs: [teacher, teacher, scalar(3)] });
    expect(loss).toBeCloseTo(0, digits);
  });

  test('its gradient is the slope that the forward pass made', async () => {
    const builder = createBuilder();
    const z = builder.input('z', 'f32', ['batch', 3]);
    const t = builder.input('t', 'f32', ['batch', 3]);
    const [loss, slope] = builder.addMany('SoftCrossEntropy', [z, t, builder.scalar(4)], 2);
    const { graph, gradients } = await differentiate(builder.build([loss]), loss, ['z']);
    const reads = graph.nodes.find(({ outputs }) => outputs.includes(gradients.z));
    expect(reads?.inputs).toContain(slope);
  });

  test('a teacher of another shape is refused', () => {
    const inputs = [student, values('f32', [1, 2, 3], [1, 3]), scalar(1)];
    expect(() => caseGraph({ operator: 'SoftCrossEntropy', about: '', inputs })).toThrow(
      "the teacher's scores are 1×3; they must be 1×2.",
    );
  });
});

describe('FakeQuantize', () => {
  const attributes = { low: -2, high: 1 };

  test('rounds to the nearest code, ties to even, and holds the ends', async () => {
    const inputs = [values('f32', [0.2, 0.25, 0.75, -0.8, 3, -9]), values('f32', [0.5], [])];
    expect(await run({ operator: 'FakeQuantize', inputs, attributes })).toEqual([[0, 0, 0.5, -1, 0.5, -1]]);
  });

  test('passes gradients straight through inside, and learns the step', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', [4]);
    const s = builder.input('s', 'f32', []);
    const y = builder.add('FakeQuantize', [x, s], attributes);
    const loss = builder.add('ReduceSum', [builder.add('Mul', [y, builder.constant('f32', [4], [1, 2, 4, 8])])], {
      keepdims: 0,
    });
    const { graph, gradients } = await differentiate(builder.build([loss]), loss, ['x', 's']);
    const plan = await reference.compile({ ...graph, outputs: [gradients.x, gradients.s] });
    const got = await plan.run({ x: values('f32', [0.2, -0.4, 3, -9]).tensor, s: values('f32', [0.5], []).tensor });
    expect(Array.from(got[gradients.x].data, Number)).toEqual([1, 2, 0, 0]);
    // round(v) - v for v = 0.4 and -0.8; beyond the ends the codes 1 and -2.
    expect(Number(got[gradients.s].data[0])).toBeCloseTo(1 * (0 - 0.4) + 2 * (-1 + 0.8) + 4 * 1 + 8 * -2, digits);
  });

  test('codes that are out of order are refused', async () => {
    const inputs = [values('f32', [1]), values('f32', [1], [])];
    expect(() => caseGraph({ operator: 'FakeQuantize', about: '', inputs, attributes: { low: 3, high: 3 } })).toThrow(
      'its codes go from 3 to 3',
    );
  });

  test('keeps shape and dtype', async () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 4]);
    const y = builder.add('FakeQuantize', [x, builder.scalar(0.1)], attributes);
    const { types } = await inferTypes(builder.build([y]));
    expect(types.get(y)).toEqual({ dtype: 'f32', shape: ['batch', 4] });
  });
});

test('Lion goes one learning rate against the sign of its momentum', async () => {
  const inputs = [values('f32', [1, 1]), values('f32', [1, -4]), values('f32', [-1, 0]), scalar(0.125)];
  const attributes = { beta1: 0.75, beta2: 0.5 };
  expect(await run({ operator: 'Lion', inputs, outputs: 2, attributes })).toEqual([
    [1.125, 1.125],
    [0, -2],
  ]);
});
