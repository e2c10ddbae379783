/** Sentences of lessons: words, and figures that say how far they can be trusted. Data only; `Say.tsx` draws them. */
import { t } from '../messages/t.ts';
import type { Trust } from '../store/types.ts';

export interface Figured {
  readonly text: string;
  readonly trust: Trust;
}

export type Said = readonly (string | Figured)[];

/**
 * A sentence with figures in it: say`B takes ${sizeOf(facts.b)}.` The message of the catalogue is the sentence with
 * `{0}`, `{1}`, … in the places of its values, which another language may put in another order.
 */
export function say(words: TemplateStringsArray, ...values: readonly (Figured | string | number)[]): Said {
  const message = words.reduce((whole, text, i) => `${whole}{${i - 1}}${text}`);
  return t(message)
    .split(/\{(\d+)\}/)
    .map((piece, i) => {
      const value = i % 2 === 1 ? values[Number(piece)] : piece;
      return typeof value === 'number' ? `${value}` : (value ?? '');
    });
}

/** The sentence as plain text. */
export function plain(said: Said): string {
  return said.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}
