/** Recipes: what is refused, with its path; what is filled in; that presets are valid and run. */
import { describe, expect, test } from 'vitest';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import { presets } from './presets.ts';
import { runRecipe } from './runRecipe.ts';
import { parseRecipe } from './schema.ts';

const step = (fields: object) => ({ version: 1, steps: [{ kind: 'quantize', method: 'rtn', ...fields }] });

test.each<[unknown, string]>([
  [null, 'recipe is null, but should be of type object.'],
  [{ version: 2, steps: [] }, 'version is 2, but should be 1.'],
  [{ steps: [] }, 'version is missing; it is 1.'],
  [step({ weights: { bits: 9 } }), 'steps[0].weights.bits is 9, which is not one that Decant knows.'],
  [
    step({ weights: { bits: 4, strategy: 'row' } }),
    'steps[0].weights.strategy is "row", but should be "tensor", "channel" or "group".',
  ],
  [
    step({ weights: { bits: 4, stratgey: 'group' } }),
    'steps[0].weights has the unknown field "stratgey"; correct or remove.',
  ],
  [
    step({ weights: { bits: 4, strategy: 'group' } }),
    'steps[0].weights.groupSize is missing; strategy "group" needs 16, 32, 64 or 128.',
  ],
  [
    step({ weights: { bits: 4, groupSize: 32 } }),
    'steps[0].weights.groupSize means nothing with strategy "channel"; leave it out.',
  ],
  [
    step({ weights: { bits: 4, clip: 'percentile', percentile: 101 } }),
    'steps[0].weights.percentile is 101, but should be at most 100.',
  ],
  [
    step({ activations: { mode: 'static', samples: 0 } }),
    'steps[0].activations.samples is 0, but should be at least 1.',
  ],
  [step({}), 'steps[0] gives neither weights nor activations; say what to quantize.'],
  [{ version: 1, steps: [{ kind: 'shrink' }] }, 'steps[0].kind is "shrink", which is not one that Decant knows.'],
])('%j is refused', (value, message) => {
  expect(() => parseRecipe(value)).toThrow(message);
});

test('what is left out is filled in', () => {
  expect(parseRecipe({ version: 1, steps: [{ kind: 'quantize', weights: { bits: 4 } }] }).steps[0]).toEqual({
    kind: 'quantize',
    method: 'rtn',
    weights: { bits: 4, strategy: 'channel', symmetric: true, clip: 'minmax' },
  });
});

describe.each(presets)('preset $label', ({ recipe }) => {
  test('is valid as it stands', () => {
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  });
});

test('a recipe runs step by step and reports each', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 2]);
  const graph = builder.build([builder.add('MatMul', [x, builder.constant('f32', [2, 2], [1, 2, 3, 4])])]);
  const two = parseRecipe({
    version: 1,
    steps: [
      { kind: 'quantize', weights: { bits: 16 } },
      { kind: 'quantize', weights: { bits: 8 } },
    ],
  });
  const { graph: result, steps } = await runRecipe(graph, two);
  expect(steps.map(({ kind, report }) => [kind, report.weights[0].bits])).toEqual([
    ['quantize', 16],
    ['quantize', 8],
  ]);
  expect([...result.parameters.values()][0].storage.kind).toBe('packed');
});

test('an error of a step carries the path of the step', async () => {
  const builder = createBuilder();
  const x = builder.input('x', 'f32', ['batch', 2]);
  const graph = builder.build([builder.add('MatMul', [x, builder.constant('f32', [2, 1], [1, 2])])]);
  const bad = parseRecipe(step({ weights: { bits: 8 }, ignore: ['head'] }));
  await expect(runRecipe(graph, bad)).rejects.toMatchObject({ data: { path: 'steps[0].ignore' } });
  const uncalibrated = parseRecipe(step({ activations: { mode: 'static' } }));
  await expect(runRecipe(graph, uncalibrated)).rejects.toThrow(
    'steps[0].activations.mode: activations.mode "static" finds',
  );
});

test('cancelling stops before a step', async () => {
  const graph = createBuilder().build([]);
  await expect(
    runRecipe(graph, presets[0].recipe, { signal: AbortSignal.abort(), executor: createReferenceExecutor() }),
  ).rejects.toThrow();
});
