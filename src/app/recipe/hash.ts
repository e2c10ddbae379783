/**
 * The state that a link carries: both recipes, the view and the lesson, readable in the URL hash and versioned:
 * `#v=1&a=fp32&b=w4.g32.sym.mse&view=layers&layer=fc1&lesson=rounding&page=2`. Version 2 is the same, packed
 * (`hashPacked.ts`). Keys that this version does not know are kept as they are.
 */
import { decodeCuts, encodeCuts } from './cuts.ts';
import type { LinkedChoices } from './hashChoices.ts';
import { choiceEntries, readChoices } from './hashChoices.ts';
import type { Activations, Bits, Clip, Grain, SideRecipe } from './recipe.ts';
import { DIAL, ORIGINAL, ROUNDED, rounds } from './recipe.ts';

const VERSION = '1';
/** The highest version that can be read. */
const LATEST = 2;
const MIDDLE = 0.5;
const GRAINS: readonly Grain[] = ['tensor', 'channel', 'g16', 'g32', 'g64', 'g128'];
const CLIPS: readonly Clip[] = ['minmax', 'percentile', 'mse'];
const ACTIVATIONS: readonly Activations[] = ['none', 'dynamic', 'minmax', 'average', 'percentile', 'mse', 'entropy'];

export interface Linked extends LinkedChoices {
  readonly a: SideRecipe;
  readonly b: SideRecipe;
  readonly view: string;
  readonly layer: string | null;
  readonly lesson: string | null;
  /** Page of the lesson, from 1. */
  readonly page: number;
  /** Where the divider stands, 0 to 1; the middle when left out. */
  readonly split?: number;
  /** What changes of B are counted against, where that is not A. */
  readonly baseline?: string;
  readonly filter?: string;
  /** Bytes that a network may take. */
  readonly budget?: number | null;
  /** The sides that start from a second file: "b". */
  readonly second?: string;
}

/** Whether the link was written by a later version of the page. */
export function isNewer(hash: string): boolean {
  const version = Number(new URLSearchParams(hash.replace(/^#/, '')).get('v') ?? VERSION);
  return version > LATEST;
}

/** Reads a hash; what is missing or not understood takes the default, so that an old link never fails. */
export function readHash(hash: string): Partial<Linked> {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  if ((params.get('v') ?? VERSION) !== VERSION) return {};
  const a = decodeRecipe(params.get('a'), params.get('ax'), params.get('ac'));
  const b = decodeRecipe(params.get('b'), params.get('bx'), params.get('bc'));
  const view = params.get('view');
  const lesson = params.get('lesson');
  const split = Number.parseFloat(params.get('split') ?? '');
  const budget = Number(params.get('budget') ?? 0);
  const [baseline, filter, second] = [params.get('against'), params.get('filter'), params.get('second')];
  return {
    ...(a ? { a } : {}),
    ...(b ? { b } : {}),
    ...(view ? { view } : {}),
    ...(params.has('layer') ? { layer: params.get('layer') } : {}),
    ...(lesson ? { lesson, page: Math.max(1, Math.floor(Number(params.get('page'))) || 1) } : {}),
    ...(split >= 0 && split <= 1 ? { split } : {}),
    ...(baseline ? { baseline } : {}),
    ...(filter ? { filter } : {}),
    ...(budget > 0 ? { budget } : {}),
    ...(second ? { second } : {}),
    ...readChoices(params),
  };
}

/** Writes the hash, keeping what another part of the page has put into `previous`. */
export function writeHash(previous: string, linked: Linked): string {
  const {
    a,
    b,
    view,
    layer,
    lesson,
    page,
    split = MIDDLE,
    baseline = 'a',
    filter = 'all',
    second = '',
    budget = null,
  } = linked;
  const params = new URLSearchParams(previous.replace(/^#/, ''));
  const entries: Record<string, string> = {
    v: VERSION,
    a: encodeRecipe(a),
    ax: encodeExceptions(a),
    ac: encodeCuts(a.cuts),
    b: encodeRecipe(b),
    bx: encodeExceptions(b),
    bc: encodeCuts(b.cuts),
    view: view === 'samples' ? '' : view,
    layer: layer ?? '',
    lesson: lesson ?? '',
    page: lesson === null || page === 1 ? '' : `${page}`,
    split: split === MIDDLE ? '' : split.toFixed(2),
    against: baseline === 'a' ? '' : baseline,
    filter: filter === 'all' ? '' : filter,
    second,
    budget: budget === null ? '' : `${budget}`,
    ...choiceEntries(linked),
  };
  for (const [key, value] of Object.entries(entries)) value === '' ? params.delete(key) : params.set(key, value);
  return `#${params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

/** `w4.g32.sym.mse`, with `.a-entropy`, `.ends` and `.again` where they apply; `fp32` and `fp16` for floats. */
function encodeRecipe(recipe: SideRecipe): string {
  if (!rounds(recipe)) return `fp${recipe.bits}`;
  const { bits, grain, symmetric, clip, activations, keepEnds, again } = recipe;
  const parts = [`w${bits}`, grain, symmetric ? 'sym' : 'asym', clip];
  if (activations !== 'none') parts.push(`a-${activations}`);
  if (keepEnds) parts.push('ends');
  if (again) parts.push('again');
  return parts.join('.');
}

// ---------------------------------------------------------------------------------------------------------------------

function decodeRecipe(text: string | null, exceptions: string | null, cuts: string | null): SideRecipe | null {
  if (text === null) return null;
  const [head = '', ...words] = text.split('.');
  const bits = DIAL.find((width) => head === `w${width}` || head === `fp${width}`);
  if (bits === undefined) return null;
  const base = bits === 32 ? ORIGINAL : ROUNDED;
  const activations = ACTIVATIONS.find((name) => words.includes(`a-${name}`));
  return {
    ...base,
    bits,
    grain: GRAINS.find((grain) => words.includes(grain)) ?? base.grain,
    symmetric: !words.includes('asym'),
    clip: CLIPS.find((clip) => words.includes(clip)) ?? base.clip,
    activations: activations ?? 'none',
    keepEnds: words.includes('ends'),
    again: words.includes('again'),
    exceptions: decodeExceptions(exceptions),
    cuts: decodeCuts(cuts),
  };
}

/** `conv1:8,fc2:32` with each name escaped, since node names may hold any character. */
function encodeExceptions({ exceptions }: SideRecipe): string {
  return Object.entries(exceptions)
    .map(([node, bits]) => `${encodeURIComponent(node)}:${bits}`)
    .join(',');
}

function decodeExceptions(text: string | null): Readonly<Record<string, Bits>> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const [node = '', width = ''] = pair.split(':');
    const bits = DIAL.find((known) => String(known) === width);
    return node !== '' && bits !== undefined ? [[decodeSafely(node), bits] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
