/** Sentences of lessons: words, and figures that say how far they can be trusted. Data only; `Say.tsx` draws them. */
import type { Trust } from '../store/types.ts';

export interface Figured {
  readonly text: string;
  readonly trust: Trust;
}

export type Said = readonly (string | Figured)[];

/** A sentence with figures in it: say`B takes ${sizeOf(facts.b)}.` */
export function say(words: TemplateStringsArray, ...values: readonly (Figured | string | number)[]): Said {
  return words.flatMap((text, i) => {
    const value = values[i];
    return value === undefined ? [text] : [text, typeof value === 'number' ? `${value}` : value];
  });
}

/** The sentence as plain text. */
export function plain(said: Said): string {
  return said.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}
