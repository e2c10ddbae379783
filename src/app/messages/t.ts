/**
 * The words of the page in the reader's language. English is written where it is shown and is the key of the catalogue:
 * `t('{count} samples', { count })`. Other languages are files beside this one, loaded before the page is drawn.
 */

/** What may stand in a message; numbers are written as they are, format them before. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** A language: English message to its translation. */
export type Catalogue = Readonly<Record<string, string>>;

let catalogue: Catalogue = {};

/** Takes another language for every message from now on. */
export function takeCatalogue(translations: Catalogue): void {
  catalogue = translations;
}

/** The message in the reader's language, with `{name}` replaced by `values.name`; English where it has no translation. */
export function t(message: string, values: MessageValues = {}): string {
  const text = catalogue[message] ?? message;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** `one` when `count` is 1, else `other`; `{count}` is filled in. */
export function tn(count: number, one: string, other: string, values: MessageValues = {}): string {
  return t(count === 1 ? one : other, { count, ...values });
}
