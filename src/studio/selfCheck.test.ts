/** The self-check's subjects, held against themselves and against an executor that is wrong. */
import { expect, test } from 'vitest';
import type { Executor } from '../execution/executor.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { tensorFrom } from '../tensor/tensor.ts';
import { checkKernels, sampleFamilies } from './selfCheck.ts';

const reference = createReferenceExecutor();
const nothing = { rows: [], failed: new Map() };

test('the reference agrees with itself on every family', async () => {
  const { rows, failed } = await checkKernels(reference, reference, undefined, nothing, {});
  expect(rows.length).toBeGreaterThan(sampleFamilies.length);
  expect(rows.filter(({ error }) => error !== 0)).toEqual([]);
  expect(failed.size).toBe(0);
});

test('an executor that answers zeros fails, and its operators are named', async () => {
  const zeros: Executor = {
    ...reference,
    compile: async (graph, options) => {
      const plan = await reference.compile(graph, options);
      const run: typeof plan.run = async (inputs) => {
        const outputs = await plan.run(inputs);
        return Object.fromEntries(
          Object.entries(outputs).map(([name, { dtype, shape, data }]) => [
            name,
            tensorFrom(dtype, shape, new Float64Array(data.length)),
          ]),
        );
      };
      return {
        ...plan,
        inputShapes: plan.inputShapes,
        run,
        dispose: () => plan.dispose(),
        readStates: () => plan.readStates(),
        writeStates: (states) => plan.writeStates(states),
      };
    },
  };
  const { rows, failed } = await checkKernels(zeros, reference, ['matmul'], nothing, {});
  expect(rows).toMatchObject([{ kernel: 'matmul', ok: false }]);
  expect([...failed.keys()]).toEqual(['MatMul', 'Gemm']);
});
