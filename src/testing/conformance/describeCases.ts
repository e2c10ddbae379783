/** The tests that every family's rows go through in Node: types, reference, decomposition, gradients. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../../execution/reference/referenceExecutor.ts';
import { inferTypes } from '../../graph/inferTypes.ts';
import { operators } from '../../graph/operators/index.ts';
import { decompose } from '../../graph/passes/decompose.ts';
import { checkGradients, gradientTolerance } from '../gradientCheck.ts';
import type { ConformanceCase } from './case.ts';
import { caseGraph, difference, runCase } from './caseGraph.ts';

/** Declares the tests of a family: one for each operator that must have rows, one or more for each row. */
export function describeCases(family: string, names: readonly string[], rows: readonly ConformanceCase[]): void {
  describe(`conformance of ${family}`, () => {
    test('every operator has rows', () => {
      const covered = new Set<string>(rows.map((row) => row.operator));
      expect(names.filter((name) => !covered.has(name))).toEqual([]);
    });
    test('every operator with a gradient has a row that checks it', () => {
      const checked = new Set<string>(rows.filter((row) => row.gradientOf?.length).map((row) => row.operator));
      const differentiable = Object.values(operators).filter(({ gradient }) => gradient.kind === 'rule');
      const own = differentiable.filter(({ name }) => names.includes(name));
      expect(own.map(({ name }) => name).filter((name) => !checked.has(name))).toEqual([]);
    });
    for (const row of rows) describeCase(row);
  });
}

// ---------------------------------------------------------------------------------------------

function describeCase(row: ConformanceCase): void {
  const title = `${row.operator}, ${row.about}`;
  const reference = createReferenceExecutor();
  test(`${title}: runs on the reference to the types that were inferred`, async () => {
    const graph = caseGraph(row);
    const { types } = await inferTypes(graph);
    const outputs = await runCase(row, reference, graph);
    const typeOf = ({ dtype, shape }: { dtype: string; shape: readonly unknown[] }) => `${dtype} [${shape}]`;
    expect(outputs.map(typeOf)).toEqual(
      graph.outputs.map((name) => typeOf(types.get(name) ?? { dtype: '', shape: [] })),
    );
    expect(outputs.map(({ data, shape }) => data.length === shape.reduce((n, dim) => n * dim, 1))).not.toContain(false);
  });
  if (operators[row.operator].decomposition.kind === 'rule')
    test(`${title}: equals its decomposition`, async () => {
      const graph = caseGraph(row);
      const plain = decompose(graph, await inferTypes(graph));
      const [got, want] = [await runCase(row, reference, plain), await runCase(row, reference, graph)];
      expect(want.map((tensor, i) => difference(got[i], tensor, row.tolerance ?? 'f32'))).toEqual(want.map(() => ''));
    });
  if (row.gradientOf?.length)
    test(`${title}: its gradient equals finite differences`, async () => {
      const errors = await checkGradients(row);
      expect(errors.filter(({ error }) => !(error <= gradientTolerance))).toEqual([]);
    });
}
