/** Widths a layer: every width in one recipe, each layer rounded once, names that mean two layers told apart. */
import { expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { createReferenceExecutor } from '../execution/reference/referenceExecutor.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { loadParameter } from '../graph/parameterData.ts';
import { findWeights } from '../graph/passes/weights.ts';
import type { LayerWidth, NamedLayer } from './mixedRecipe.ts';
import { mixedRecipe } from './mixedRecipe.ts';
import { runRecipe } from './runRecipe.ts';
import { parseRecipe } from './schema.ts';

const widths = [16, 8, 7, 6, 5, 4, 3, 2, 32] as const satisfies readonly LayerWidth[];
const rounding = { strategy: 'channel', symmetric: true, clip: 'minmax' } as const;
const side = 6;

/** A chain of products, one for each width. */
function chain(): Graph {
  const builder = createBuilder();
  const random = createRandom(3);
  let value = builder.input('x', 'f32', ['batch', side]);
  for (const width of widths) {
    const values = Array.from({ length: side * side }, () => random.normal());
    value = builder.add('MatMul', [value, builder.constant('f32', [side, side], values)], {}, `layer${width}`);
  }
  return builder.build([value]);
}

const layersOf = (graph: Graph): NamedLayer[] =>
  findWeights(graph).fit.map(({ parameter, consumers, operator }) => ({
    node: consumers[0].name,
    parameter: parameter.name,
    operator,
  }));

const storedBits = (graph: Graph): number[] =>
  findWeights(graph).fit.map(({ parameter: { storage } }) => {
    if (storage.kind === 'packed') return storage.layout.bits;
    return storage.dtype === 'f16' ? 16 : 32;
  });

test('every width in one recipe, as the schema takes it', async () => {
  const graph = chain();
  const layers = layersOf(graph);
  const bits = Object.fromEntries(layers.map(({ node }, i) => [node, widths[i]]));
  const recipe = mixedRecipe(layers, bits, rounding, 'Mixed');
  expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  const { graph: mixed } = await runRecipe(graph, recipe);
  expect(storedBits(mixed)).toEqual([...widths]);
});

test('each layer is rounded once, from its floats: as if it were the only one', async () => {
  const graph = chain();
  const layers = layersOf(graph);
  const bits = Object.fromEntries(layers.map(({ node }, i) => [node, widths[i]]));
  const { graph: mixed } = await runRecipe(graph, mixedRecipe(layers, bits, rounding));
  for (const { node, parameter } of layers) {
    const { graph: alone } = await runRecipe(graph, mixedRecipe(layers, { [node]: bits[node] }, rounding));
    const [one, other] = await Promise.all(
      [mixed, alone].map(async (own) => (await loadParameter(own.parameters.get(parameter)!)).data),
    );
    expect(one).toEqual(other);
  }
});

test('a step leaves alone what an earlier one has packed, whatever the order', async () => {
  const graph = chain();
  const recipe = mixedRecipe(layersOf(graph), { layer4: 4, layer8: 8, layer32: 2 }, rounding);
  const forward = await runRecipe(graph, recipe);
  const backward = await runRecipe(graph, { ...recipe, steps: recipe.steps.toReversed() });
  expect(storedBits(forward.graph)).toEqual(storedBits(backward.graph));
  const rest = parseRecipe({ version: 1, steps: [...recipe.steps, { kind: 'quantize', weights: { bits: 3 } }] });
  expect(storedBits((await runRecipe(graph, rest)).graph)).toEqual([3, 8, 3, 3, 3, 4, 3, 3, 2]);
});

test('exemptions hold in a step with targets, and activations follow them', async () => {
  const graph = chain();
  const recipe = parseRecipe({
    version: 1,
    steps: [
      {
        kind: 'quantize',
        weights: { bits: 8 },
        activations: { mode: 'dynamic' },
        targets: ['layer16', 'layer8', 'layer7'],
        exempt: ['first'],
        ignore: ['layer7'],
      },
      { kind: 'quantize', weights: { bits: 3 }, targets: ['layer16', 'layer32'], exempt: ['last'] },
    ],
  });
  const { graph: mixed, steps } = await runRecipe(graph, recipe, { executor: createReferenceExecutor() });
  expect(storedBits(mixed)).toEqual([3, 8, 32, 32, 32, 32, 32, 32, 32]);
  expect(steps[0].report.activations.map(({ nodes }) => nodes)).toEqual([['layer8']]);
});

test('one width for all needs no targets', () => {
  const layers = layersOf(chain());
  const bits = Object.fromEntries(layers.map(({ node }) => [node, 4 as const]));
  expect(mixedRecipe(layers, bits, rounding).steps).toEqual([
    { kind: 'quantize', method: 'rtn', weights: { bits: 4, ...rounding } },
  ]);
});

test('a node that is named as an operator is meant by its weight', () => {
  const layers = [
    { node: 'Conv', parameter: 'a', operator: 'Conv' },
    { node: 'b', parameter: 'c', operator: 'Conv' },
  ];
  expect(mixedRecipe(layers, { Conv: 4 }, rounding).steps[0]).toMatchObject({ targets: ['a'] });
});
