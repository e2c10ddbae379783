/**
 * What a link says beside recipes and view: the samples that are asked for, the one whose note is open, and what views
 * were set to, one readable key each: `only=truth:4,b:9&sample=12&overlay=error`. Keys came to version 1 one by one; a
 * link without them opens as it always did.
 */
import type { ChoiceName, SampleSelection } from '../store/types.ts';

/** Settings of views that a link carries; views check the words themselves. */
const CHOICES = {
  autopsy: true,
  counted: true,
  map: true,
  spend: true,
  overlay: true,
  batch: true,
  threads: true,
  roof: true,
  matrix: true,
  pins: true,
  differing: true,
} satisfies Record<ChoiceName, true>;

/** Longer words are no setting. */
const LONGEST = 80;

export type Choices = Readonly<Partial<Record<ChoiceName, string>>>;

export interface LinkedChoices {
  readonly only?: SampleSelection | null;
  readonly sample?: number | null;
  readonly choices?: Choices;
}

/** What a hash says of them; a word that is not understood is left out. */
export function readChoices(params: URLSearchParams): LinkedChoices {
  const only = decodeOnly(params.get('only'));
  const sample = wholeOf(params.get('sample'));
  const said = Object.keys(CHOICES).flatMap((name) => {
    const value = params.get(name);
    return value !== null && value.length <= LONGEST ? [[name, value] as const] : [];
  });
  return {
    ...(only ? { only } : {}),
    ...(sample === undefined ? {} : { sample }),
    ...(said.length > 0 ? { choices: Object.fromEntries(said) } : {}),
  };
}

/** The same as entries of a hash, empty where nothing is to stand; what is left out is not among them. */
export function choiceEntries({ only, sample, choices }: LinkedChoices): Record<string, string> {
  const entries: Record<string, string> = {};
  if (only !== undefined) entries.only = encodeOnly(only);
  if (sample !== undefined) entries.sample = sample === null ? '' : `${sample}`;
  if (choices) for (const name of Object.keys(CHOICES)) entries[name] = choices[name as ChoiceName] ?? '';
  return entries;
}

// ---------------------------------------------------------------------------------------------------------------------

function encodeOnly(only: SampleSelection | null): string {
  return Object.entries(only ?? {})
    .map(([whose, index]) => `${whose}:${index}`)
    .join(',');
}

/** `truth:4,b:9`; null where nothing of it is a class. */
function decodeOnly(text: string | null): SampleSelection | null {
  const pairs = new Map((text ?? '').split(',').map((pair) => [pair.split(':')[0], pair.split(':')[1]]));
  const [truth, a, b] = (['truth', 'a', 'b'] as const).map((whose) => wholeOf(pairs.get(whose) ?? null));
  if (truth === undefined && a === undefined && b === undefined) return null;
  return {
    ...(truth === undefined ? {} : { truth }),
    ...(a === undefined ? {} : { a }),
    ...(b === undefined ? {} : { b }),
  };
}

function wholeOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
