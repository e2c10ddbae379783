/**
 * A recipe of the engine as the page edits it: the inverse of `script.ts`, for recipes that come from a file, a link or a
 * kept run. It guesses the words from the steps and keeps the guess only where it writes the same recipe again.
 */
import type { LayerSummary } from '../../studio/api.ts';
import type { Cut } from './cuts.ts';
import type { Activations, Bits, Clip, Grain, SideRecipe } from './recipe.ts';
import { DIAL, ORIGINAL, ROUNDED } from './recipe.ts';
import { scriptOf } from './script.ts';

/**
 * The words of a recipe, or null where a sentence with menus cannot say it (training, several schemes at once).
 * @param script a valid recipe, or null for the network as it came
 * @param layers the weights of the network that it is for, in graph order
 */
export function sideRecipeOf(script: unknown, layers: readonly LayerSummary[]): SideRecipe | null {
  if (script === null || script === undefined) return ORIGINAL;
  const steps = stepsOf(script);
  if (!steps?.every(({ kind }) => kind === 'quantize')) return null;
  if (steps.length === 0) return ORIGINAL;
  const guess = guessFrom(steps, layers);
  return [withEnds(guess, layers), guess].find((words) => says(words, layers, steps)) ?? null;
}

// ---------------------------------------------------------------------------------------------------------------------

type Fields = Readonly<Record<string, unknown>>;

function stepsOf(script: unknown): readonly Fields[] | null {
  const steps = fieldsOf(script).steps;
  return Array.isArray(steps) ? steps.map(fieldsOf) : null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function guessFrom(steps: readonly Fields[], layers: readonly LayerSummary[]): SideRecipe {
  const general = steps.find(({ targets }) => targets === undefined);
  const words = wordsOf(general ?? steps[0] ?? {});
  const bits = general ? bitsOf(general) : 32;
  const apart = steps.filter((step) => step !== general);
  const own = apart.flatMap((step) => namesIn(step.targets).map((node) => [node, bitsOf(step)] as const));
  const cuts = apart.flatMap((step) => {
    const cut = cutOf(step);
    return cut ? namesIn(step.targets).map((node) => [node, cut] as const) : [];
  });
  const named = new Set(own.map(([node]) => node));
  const spared = namesIn(general?.ignore).filter((node) => !named.has(node));
  const differing = own.filter(([node, width]) => width !== bits || !cuts.some(([cut]) => cut === node));
  const order = new Map(layers.map(({ node }, index) => [node, index]));
  const exceptions = [...differing, ...spared.map((node) => [node, 32] as const)];
  exceptions.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return {
    ...words,
    bits,
    again: steps.some(({ requantize }) => requantize === true),
    exceptions: Object.fromEntries(exceptions),
    cuts: Object.fromEntries(cuts),
  };
}

function wordsOf(step: Fields): SideRecipe {
  const weights = fieldsOf(step.weights);
  const clip = CLIPS.find((name) => name === weights.clip) ?? ROUNDED.clip;
  return {
    ...ROUNDED,
    grain: grainOf(weights),
    symmetric: weights.symmetric !== false,
    clip,
    activations: activationsOf(fieldsOf(step.activations)),
  };
}

function grainOf({ strategy, groupSize }: Fields): Grain {
  const name = strategy === 'group' ? `g${String(groupSize)}` : strategy;
  return GRAINS.find((grain) => grain === name) ?? ROUNDED.grain;
}

function activationsOf({ mode, observer }: Fields): Activations {
  if (mode === 'dynamic') return 'dynamic';
  if (mode !== 'static') return 'none';
  return observer === 'moving-average' ? 'average' : (OBSERVERS.find((name) => name === observer) ?? 'none');
}

function bitsOf({ weights }: Fields): Bits {
  return DIAL.find((bits) => bits === fieldsOf(weights).bits) ?? 32;
}

function cutOf({ weights }: Fields): Cut | null {
  const range = fieldsOf(weights).range;
  const [low, high] = Array.isArray(range) ? range : [];
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : null;
}

function namesIn(names: unknown): string[] {
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** First and last layer spared alike are said as one word. */
function withEnds(recipe: SideRecipe, layers: readonly LayerSummary[]): SideRecipe {
  const ends = [layers[0]?.node, layers.at(-1)?.node];
  const others = Object.entries(recipe.exceptions).filter(([node, bits]) => bits !== 32 || !ends.includes(node));
  const spared = Object.keys(recipe.exceptions).length - others.length;
  const both = spared === new Set(ends).size && recipe.bits < 32;
  return both ? { ...recipe, keepEnds: true, exceptions: Object.fromEntries(others) } : recipe;
}

/** Whether the words write these steps; the order of names says nothing. */
function says(recipe: SideRecipe, layers: readonly LayerSummary[], steps: readonly Fields[]): boolean {
  const written = scriptOf(recipe, layers)?.steps ?? [];
  return canonical(written) === canonical(steps);
}

function canonical(steps: readonly Fields[]): string {
  return steps
    .map((step) => JSON.stringify(sorted(withDefaults(step))))
    .toSorted()
    .join('\n');
}

/** What the engine fills in where it was left out. */
function withDefaults(step: Fields): Fields {
  const { name: _, requantize, ...rest } = step;
  const activations = step.activations === undefined ? {} : { activations: filled(fieldsOf(step.activations)) };
  return { method: 'rtn', ...rest, ...activations, ...(requantize === true ? { requantize } : {}) };
}

function filled(activations: Fields): Fields {
  const { symmetric, samples, ...rest } = activations;
  if (rest.mode !== 'static') return { bits: 8, ...rest };
  return { bits: 8, samples: samples ?? DEFAULT_SAMPLES, ...(symmetric === true ? { symmetric } : {}), ...rest };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}

const GRAINS: readonly Grain[] = ['tensor', 'channel', 'g16', 'g32', 'g64', 'g128'];
const CLIPS: readonly Clip[] = ['minmax', 'percentile', 'mse'];
const OBSERVERS: readonly Activations[] = ['minmax', 'percentile', 'mse', 'entropy'];
const DEFAULT_SAMPLES = 256;
