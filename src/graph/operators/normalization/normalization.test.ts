/** Normalizations against numbers worked by hand. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../../execution/reference/referenceExecutor.ts';
import { toNumbers } from '../../../tensor/tensor.ts';
import type { ConformanceCase } from '../../../testing/conformance/case.ts';
import { caseGraph, runCase } from '../../../testing/conformance/caseGraph.ts';
import { values } from '../../../testing/conformance/inputs.ts';
import { inferTypes } from '../../inferTypes.ts';
import { decompose } from '../../passes/decompose.ts';

async function run(row: Omit<ConformanceCase, 'about'>): Promise<number[][]> {
  const outputs = await runCase({ ...row, about: '' }, createReferenceExecutor());
  return outputs.map((output) => Array.from(toNumbers(output).data));
}

const one = () => values('f32', [1]);
const exactly = { epsilon: 0 };

describe('normalizations', () => {
  test('BatchNormalization uses the moments it is given', async () => {
    const inputs = [values('f32', [1, 5], [2, 1]), values('f32', [3]), one(), values('f32', [1]), values('f32', [4])];
    expect(await run({ operator: 'BatchNormalization', inputs, attributes: exactly })).toEqual([[1, 7]]);
  });

  test('BatchNormalization in training moves the running moments', async () => {
    const inputs = [values('f32', [1, 5], [2, 1]), one(), values('f32', [0]), values('f32', [1]), values('f32', [8])];
    const attributes = { epsilon: 0, momentum: 0.5, training_mode: 1 };
    expect(await run({ operator: 'BatchNormalization', inputs, attributes, outputs: 3 })).toEqual([[-1, 1], [2], [6]]);
  });

  test('LayerNormalization gives mean and inverse deviation on request', async () => {
    const inputs = [values('f32', [1, 5], [1, 2]), one(), values('f32', [10])];
    const row = { operator: 'LayerNormalization', inputs, attributes: exactly, outputs: 3 } as const;
    expect(await run(row)).toEqual([[9, 11], [3], [0.5]]);
  });

  test('RMSNormalization divides by the root mean square', async () => {
    const inputs = [values('f32', [3, 3, 3, 3]), values('f32', [1, 2, 3, 4])];
    expect(await run({ operator: 'RMSNormalization', inputs, attributes: exactly })).toEqual([[1, 2, 3, 4]]);
  });

  test('InstanceNormalization treats each channel of each sample alone', async () => {
    const inputs = [values('f32', [1, 5, 10, 30], [1, 2, 2]), values('f32', [1, 2]), values('f32', [0, 1])];
    expect(await run({ operator: 'InstanceNormalization', inputs, attributes: exactly })).toEqual([[-1, 1, -1, 3]]);
  });

  test('16-bit floats are normalized in f32, and come back as 16-bit floats', async () => {
    const inputs = [values('f16', [300, 500], [1, 2]), values('f16', [1, 1]), values('f16', [0, 0])];
    const row = { operator: 'LayerNormalization', about: '', inputs, attributes: exactly, outputs: 3 } as const;
    const graph = caseGraph(row);
    const plain = decompose(graph, await inferTypes(graph));
    const outputs = await runCase(row, createReferenceExecutor(), plain);
    expect(outputs.map(({ dtype }) => dtype)).toEqual(['f16', 'f32', 'f32']);
    expect(outputs.map((output) => Array.from(toNumbers(output).data))).toEqual([[-1, 1], [400], [Math.fround(0.01)]]);
  });
});
