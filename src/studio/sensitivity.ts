/** The map of what each layer costs at each width, and the widths that a budget of bytes buys. */
import { chooseWidths } from '../compression/sensitivity/chooseWidths.ts';
import type { Loss } from '../compression/sensitivity/lossMeter.ts';
import { createLossMeter } from '../compression/sensitivity/lossMeter.ts';
import { measureSensitivity } from '../compression/sensitivity/measureSensitivity.ts';
import { DecantError, RecipeError } from '../core/errors.ts';
import type { TaskOptions } from '../core/task.ts';
import { mixedRecipe } from '../recipes/mixedRecipe.ts';
import { runRecipe } from '../recipes/runRecipe.ts';
import type { Recipe } from '../recipes/schema.ts';
import { parseRecipe } from '../recipes/schema.ts';
import type {
  AllocateRequest,
  Allocation,
  LayerBits,
  RoundedBits,
  Rounding,
  SensitivityLayer,
  SensitivityMap,
  SensitivityPartial,
  SensitivityRequest,
  UniformPoint,
} from './apiSensitivity.ts';
import type { StudyOptions } from './apiStudies.ts';
import type { Workbench } from './workbench.ts';
import { studyOf } from './workbench.ts';

const defaultBits: readonly RoundedBits[] = [8, 7, 6, 5, 4, 3, 2];
const knownBits: readonly LayerBits[] = [2, 3, 4, 5, 6, 7, 8, 16, 32];
const defaultRounding: Rounding = { strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
const defaultSamples = 256;
/** Mixed widths are taken where they lose a tenth less than one width for all: at a tie the simpler is better. */
const clearlyLess = 0.9;

/** @throws DecantError `studio/request` when `bits` holds none, or one that is no width */
export async function mapSensitivity(
  bench: Workbench,
  request: SensitivityRequest,
  task: StudyOptions<SensitivityPartial>,
): Promise<SensitivityMap> {
  const start = performance.now();
  const { entry, data, synthetic, executor } = await studyOf(bench, request);
  const { bits = defaultBits, mode = 'each', rounding = defaultRounding, samples = defaultSamples, layers } = request;
  checkBits(bits);
  const options = { bits, mode, rounding, samples, ...(layers ? { layers } : {}), ...task };
  const measured = await bench.executors.onLiveDevice(() =>
    measureSensitivity(executor, entry.graph, data.source, options),
  );
  const sum = (of: (sizes: number[]) => number) =>
    measured.layers.reduce((total, layer) => total + of(Object.values(layer.bytes)), measured.fixedBytes);
  return {
    ...measured,
    mode,
    rounding,
    bits,
    bytes: {
      most: measured.layers.reduce((total, layer) => total + (layer.bytes[32] ?? 0), measured.fixedBytes),
      least: sum((sizes) => Math.min(...sizes)),
    },
    ...(synthetic ? { synthetic } : {}),
    provenance: await bench.executors.provenance(executor.name, start),
  };
}

/**
 * An allocation; where that is asked for, the best of several as measured on the map's samples: the one whose losses add
 * up as if layers erred independently, the one that fits errors which reinforce each other (their amplitudes add up), and
 * uniform widths.
 */
export async function allocateBudget(
  bench: Workbench,
  request: AllocateRequest,
  task: TaskOptions,
): Promise<Allocation> {
  const { map, budget, fixed, verify } = request;
  const allocation = allocate(request);
  if (!verify) return allocation;
  const { entry, data, executor } = await studyOf(bench, verify);
  const candidates = distinct([allocation, allocate(request, Math.sqrt)]);
  const measured = await bench.executors.onLiveDevice(async () => {
    const meter = await createLossMeter(executor, entry.graph, data.source, { samples: map.samples, ...task });
    const losses: Loss[] = [];
    for (const { recipe } of candidates) {
      const { graph } = await runRecipe(entry.graph, parseRecipe(recipe), task);
      losses.push(await meter.loss(graph));
    }
    return candidates.map((candidate, i) => ({ ...candidate, measured: losses[i], uniform: false }));
  });
  const mixed = measured.reduce((best, own) => (own.measured.loss < best.measured.loss ? own : best));
  const rival = fixed ? undefined : bestUniform(map, budget);
  return rival && mixed.measured.loss > rival.loss * clearlyLess ? allUniform(map, rival) : mixed;
}

/**
 * The widths of least summed loss whose model stays within the budget.
 *
 * @param summand what is summed of each loss; the loss itself when left out
 * @throws RecipeError `sensitivity/budget` when the narrowest widths do not fit
 * @throws DecantError `studio/request` for a map of mode `allBut`, or a fixed width that was not measured
 */
function allocate(
  { map, budget, fixed = {} }: AllocateRequest,
  summand: (loss: number) => number = (loss) => loss,
): Allocation {
  if (map.mode !== 'each')
    throw new DecantError(
      'studio/request',
      'Budgets are spent on a map of mode "each": what a layer costs alone can be added up.',
    );
  const options = map.layers.map((layer) => optionsOf(map, layer, fixed[layer.node]));
  const chosen = solve(options, map, budget, summand);
  const predicted = options.reduce((sum, own, i) => sum + own[chosen.choices[i]].loss, 0);
  const bits = Object.fromEntries(map.layers.map(({ node }, i) => [node, options[i][chosen.choices[i]].bits]));
  return {
    bits,
    bytes: chosen.bytes + map.fixedBytes,
    predicted,
    exact: chosen.exact,
    bound: chosen.exact ? predicted : chosen.bound,
    recipe: recipeOf(map, bits, `Within ${budget} bytes`),
  };
}

// ---------------------------------------------------------------------------------------------

interface Option {
  readonly bits: LayerBits;
  readonly bytes: number;
  readonly loss: number;
}

function checkBits(bits: readonly number[]): void {
  const odd = bits.find((width) => width === 32 || !knownBits.some((known) => known === width));
  if (bits.length > 0 && odd === undefined) return;
  throw new DecantError(
    'studio/request',
    odd === undefined
      ? 'bits is empty; give widths from 2 to 8, or 16.'
      : `bits holds ${JSON.stringify(odd)}; widths are 2 to 8, and 16.`,
    { bits },
  );
}

function optionsOf(map: SensitivityMap, layer: SensitivityLayer, fixed: LayerBits | undefined): Option[] {
  const losses = new Map(map.cells.filter(({ node }) => node === layer.node).map(({ bits, loss }) => [bits, loss]));
  const options = knownBits.flatMap((bits): Option[] => {
    const bytes = layer.bytes[bits];
    const loss = bits === 32 ? 0 : losses.get(bits);
    return bytes === undefined || loss === undefined ? [] : [{ bits, bytes, loss }];
  });
  const settled = fixed === undefined ? options : options.filter(({ bits }) => bits === fixed);
  if (settled.length > 0) return settled;
  throw new DecantError(
    'studio/request',
    `Layer "${layer.node}" is fixed at ${fixed} bits, which the map did not measure; it holds ${options.map(({ bits }) => bits).join(', ')}.`,
    { node: layer.node, fixed },
  );
}

/** Allocations that differ in their widths. */
function distinct(allocations: readonly Allocation[]): Allocation[] {
  const byWidths = new Map(allocations.map((allocation) => [JSON.stringify(allocation.bits), allocation]));
  return [...byWidths.values()];
}

/** The uniform width of least measured loss within the budget. */
function bestUniform({ uniform }: SensitivityMap, budget: number): UniformPoint | undefined {
  return uniform.filter(({ bytes }) => bytes <= budget).sort((a, b) => a.loss - b.loss)[0];
}

function allUniform(map: SensitivityMap, { bits: width, bytes, ...measured }: UniformPoint) {
  const bits = Object.fromEntries(map.layers.map(({ node }) => [node, width]));
  const predicted = map.cells.reduce((sum, cell) => sum + (cell.bits === width ? cell.loss : 0), 0);
  const recipe = recipeOf(map, bits, `All layers at ${width} bits`);
  return { bits, bytes, predicted, exact: true, bound: predicted, measured, uniform: true, recipe };
}

/** Weights that came packed are rounded again, since that is what was measured. */
function recipeOf({ layers, rounding }: SensitivityMap, bits: Allocation['bits'], name: string): Recipe {
  const recipe = mixedRecipe(layers, bits, rounding, name);
  if (layers.every(({ stored }) => stored >= 16)) return recipe;
  return { ...recipe, steps: recipe.steps.map((step) => ({ ...step, requantize: true })) };
}

/** The solver speaks of the layers' bytes; people of the model's. */
function solve(
  options: readonly (readonly Option[])[],
  map: SensitivityMap,
  budget: number,
  summand: (loss: number) => number,
) {
  const least = options.reduce((sum, own) => sum + Math.min(...own.map(({ bytes }) => bytes)), map.fixedBytes);
  const choices = options.map((own) => own.map(({ bytes, loss }) => ({ bytes, loss: summand(loss) })));
  if (budget >= least) return chooseWidths(choices, budget - map.fixedBytes);
  throw new RecipeError(
    'sensitivity/budget',
    `A budget of ${budget} bytes is less than the ${least} bytes that the model takes at its narrowest. Raise the budget, or allow narrower widths.`,
    { budget, least },
  );
}
