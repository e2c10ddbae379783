/** Reductions against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import type { ConformanceCase } from '../../../testing/conformance/case.ts';
import { caseGraph, runCase } from '../../../testing/conformance/caseGraph.ts';
import { ints, scalar, values } from '../../../testing/conformance/inputs.ts';
import { createBuilder } from '../../builder.ts';

async function run(row: Omit<ConformanceCase, 'about'>): Promise<number[][]> {
  const outputs = await runCase({ ...row, about: '' }, createReferenceExecutor());
  return outputs.map((output) => Array.from(toNumbers(output).data));
}

const table = () => values('f32', [1, 2, 3, 4, 5, 6], [2, 3]);

describe('Reduce operators', () => {
  test('reduce along the axes that are given', async () => {
    expect(await run({ operator: 'ReduceSum', inputs: [table(), ints(0)] })).toEqual([[5, 7, 9]]);
    expect(await run({ operator: 'ReduceMean', inputs: [table(), ints(-1)] })).toEqual([[2, 5]]);
    expect(await run({ operator: 'ReduceProd', inputs: [table(), ints(1)] })).toEqual([[6, 120]]);
    expect(await run({ operator: 'ReduceSumSquare', inputs: [table()] })).toEqual([[91]]);
    expect(await run({ operator: 'ReduceL2', inputs: [values('f32', [3, -4])] })).toEqual([[5]]);
    expect(await run({ operator: 'ReduceL1', inputs: [values('f32', [3, -4])] })).toEqual([[7]]);
    expect(await run({ operator: 'ReduceLogSumExp', inputs: [values('f32', [1000, -1000])] })).toEqual([[1000]]);
  });

  test('of nothing give the neutral element', async () => {
    const inputs = [values('f32', [], [0, 2]), ints(0)];
    expect(await run({ operator: 'ReduceSum', inputs })).toEqual([[0, 0]]);
    expect(await run({ operator: 'ReduceProd', inputs })).toEqual([[1, 1]]);
    expect(await run({ operator: 'ReduceMax', inputs })).toEqual([[-Infinity, -Infinity]]);
    expect(await run({ operator: 'ReduceLogSumExp', inputs })).toEqual([[-Infinity, -Infinity]]);
  });

  test('keep a symbolic batch, and refuse an axis that is not there', () => {
    const builder = createBuilder();
    const x = builder.input('x', 'f32', ['batch', 3]);
    expect(builder.type(builder.add('ReduceSum', [x, builder.ints([1])], { keepdims: 0 })).shape).toEqual(['batch']);
    expect(() => builder.add('ReduceSum', [x, builder.ints([2])], {}, 'sum')).toThrow(
      'Node "sum" (ReduceSum): Axis 2 lies outside',
    );
  });
});

describe('positions', () => {
  test('of equal elements the first or the last', async () => {
    const inputs = [values('f32', [2, 5, 5])];
    expect(await run({ operator: 'ArgMax', inputs })).toEqual([[1]]);
    expect(await run({ operator: 'ArgMax', inputs, attributes: { select_last_index: 1 } })).toEqual([[2]]);
    expect(await run({ operator: 'ArgMin', inputs })).toEqual([[0]]);
  });

  test('TopK sorts, and refuses more than there is', async () => {
    const inputs = [values('f32', [3, 1, 4, 1, 5]), ints(3)];
    expect(await run({ operator: 'TopK', inputs, outputs: 2 })).toEqual([
      [5, 4, 3],
      [4, 2, 0],
    ]);
    expect(await run({ operator: 'TopK', inputs, outputs: 2, attributes: { largest: 0 } })).toEqual([
      [1, 1, 3],
      [1, 3, 0],
    ]);
    const row = { operator: 'TopK', about: '', inputs: [values('f32', [3, 1]), ints(3)] } as const;
    expect(() => caseGraph(row)).toThrow('K is 3, but axis 0 has 2 elements.');
  });
});

describe('along one axis', () => {
  test('CumSum runs forward, backward, with and without the element itself', async () => {
    const inputs = [values('f32', [1, 2, 3]), scalar(0, 'i64')];
    expect(await run({ operator: 'CumSum', inputs })).toEqual([[1, 3, 6]]);
    expect(await run({ operator: 'CumSum', inputs, attributes: { exclusive: 1 } })).toEqual([[0, 1, 3]]);
    expect(await run({ operator: 'CumSum', inputs, attributes: { reverse: 1 } })).toEqual([[6, 5, 3]]);
    expect(await run({ operator: 'CumSum', inputs, attributes: { reverse: 1, exclusive: 1 } })).toEqual([[5, 3, 0]]);
  });

  test('Softmax of large scores does not overflow', async () => {
    expect(await run({ operator: 'Softmax', inputs: [values('f32', [1000, 1000])] })).toEqual([[0.5, 0.5]]);
    expect(await run({ operator: 'LogSoftmax', inputs: [values('f32', [1000, 0])] })).toEqual([[0, -1000]]);
  });
});
