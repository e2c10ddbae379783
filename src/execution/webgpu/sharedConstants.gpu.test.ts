/** Two plans on one device whose constants have one name, and packed weights that are read another way round. */
import { afterAll, expect, test } from 'vitest';
import { quantize } from '../../compression/quantization/quantize.ts';
import { createBuilder } from '../../graph/builder.ts';
import { parameterFrom } from '../../graph/graph.ts';
import { tensorFrom } from '../../tensor/tensor.ts';
import { createReferenceExecutor } from '../reference/referenceExecutor.ts';
import { createWebgpuExecutor } from './webgpuExecutor.ts';

const webgpu = createWebgpuExecutor({ gpu: navigator.gpu });
afterAll(() => webgpu.dispose());

/** A few dozen f32 products. */
const tolerance = 1e-5;

function scaled(factor: number) {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', [2]);
  const w = builder.parameter(parameterFrom('w', tensorFrom('f32', [2], [factor, 2 * factor])));
  return builder.build([builder.add('Mul', [builder.add('Add', [x, w]), builder.scalar(factor)], {}, 'y')]);
}

test('constants of one name keep their own numbers', async () => {
  const x = tensorFrom('f32', [2], [1, 1]);
  const [two, three] = [await webgpu.compile(scaled(2)), await webgpu.compile(scaled(3))];
  expect(Array.from((await three.run({ x })).y.data, Number)).toEqual([12, 21]);
  expect(Array.from((await two.run({ x })).y.data, Number)).toEqual([6, 10]);
  two.dispose();
  three.dispose();
});

test.each(['MatMul', 'Gemm', 'Conv'] as const)(
  '%s: the gradient of its input reads packed weights',
  async (operator) => {
    const shape = { MatMul: [24, 5], Gemm: [5, 24], Conv: [6, 3, 3, 3] }[operator];
    const convolution = operator === 'Conv';
    const builder = createBuilder();
    const x = builder.input('x', 'f32', convolution ? [2, 3, 6, 6] : [4, 24]);
    const g = builder.input('g', 'f32', convolution ? [2, 6, 6, 6] : [4, 5]);
    const values = Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(3 * i));
    const w = builder.parameter(parameterFrom('w', tensorFrom('f32', shape, values)));
    const pads = { pads: [1, 1, 1, 1] };
    const y = builder.add(operator, [x, w], convolution ? pads : operator === 'Gemm' ? { transB: 1 } : {}, 'y');
    const { graph } = await quantize(builder.build([y]), {
      weights: { bits: 4, strategy: 'channel', symmetric: true, clip: 'minmax' },
    });
    const back = createBuilder(graph, new Map([x, g, w, y].map((name) => [name, builder.type(name)])));
    const d =
      operator === 'MatMul'
        ? back.add('MatMul', [g, back.add('Transpose', [w], { perm: [1, 0] })], {}, 'd')
        : back.add(convolution ? 'ConvTranspose' : 'Gemm', [g, w], convolution ? pads : {}, 'd');
    const feed = Object.fromEntries(
      graph.inputs.map(({ name, shape: own }) => {
        const size = own.map(Number);
        const numbers = Array.from({ length: size.reduce((a, b) => a * b) }, (_, i) => Math.cos(i));
        return [name, tensorFrom('f32', size, numbers)];
      }),
    );
    const whole = back.build([y, d]);
    const want = await (await createReferenceExecutor().compile(whole)).run(feed);
    const plan = await webgpu.compile(whole);
    const got = await plan.run(feed);
    for (const name of [y, d]) {
      const numbers = Array.from(want[name].data, Number);
      const largest = Math.max(...numbers.map(Math.abs));
      const error = Math.max(...numbers.map((value, i) => Math.abs(value - Number(got[name].data[i]))));
      expect(error / largest).toBeLessThan(tolerance);
    }
    plan.dispose();
  },
);
