/**
 * Templates of sentences, as patterns. `{x}` is a value that may be told in turn, `{!x}` one that must be, `{#n}` a number
 * and nothing else, `{=x}` a name without spaces or a list of such, `{~s}` an ending, `{*x}` what somebody else said. What
 * stands in quotation marks is a name. Knows no language; `teller.ts` chooses among the templates that fit.
 */
import type { Catalogue } from './t.ts';

export interface Template {
  /** What it says in the other language: `{x}`, or a word that a number chooses, `{n|Punkt|Punkte}`. */
  readonly says: string;
  /** The longest run of words in it: where it is missing, nothing else need be looked at. */
  readonly words: string;
  /** Letters that are given: of two templates that read as much, the one with more of them is meant. */
  readonly weight: number;
  /** With values as short, and as long, as they may be; made when first needed. */
  readonly patterns: () => readonly RegExp[];
  /** Places whose values stay as they are. */
  readonly names: ReadonlySet<string>;
  /** Places whose values must be known, or the template does not fit. */
  readonly clauses: ReadonlySet<string>;
}

/** A plain number of the engine: "1204", "1,204", "0.25", "-3e-5". */
export const NUMBER = /^[-+−]?\d+(,\d{3})*(\.\d+)?(e[-+]?\d+)?$/;

/** The keys of a catalogue that have places, those with more words first. */
export function templatesOf(catalogue: Catalogue): Template[] {
  return Object.entries(catalogue)
    .filter(([key]) => PLACE.test(key))
    .map(([key, says]) => templateOf(key.trim(), says.trim()))
    .sort((a, b) => b.weight - a.weight);
}

/** A translation with its values; `told` are the values in the other language, `values` as they came. */
export function filled(
  says: string,
  values: Readonly<Record<string, string>>,
  told: Readonly<Record<string, string>>,
): string {
  return says.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name: string, one?: string, other?: string) =>
    one === undefined ? (told[name] ?? '') : ((values[name] === '1' ? one : other) ?? ''),
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const PLACE = /\{([#=~*!]?)(\w+)\}/;
const PLACES = /("?\{[#=~*!]?\w+\}"?)/;
const VALUES: Readonly<Record<string, string>> = {
  '#': '[-+−]?\\d[\\d,.]*(?:e[-+]?\\d+)?',
  '=': '[^\\s,]*[^\\s,.](?:, [^\\s,]*[^\\s,.])*',
  '~': '[a-z]{0,3}',
};

function templateOf(key: string, says: string): Template {
  const pieces = key.split(PLACES);
  const words = pieces.filter((piece) => !PLACE.test(piece));
  let patterns: readonly RegExp[] | undefined;
  return {
    says,
    words: words.reduce((longest, piece) => (piece.length > longest.length ? piece : longest)),
    weight: words.join('').length,
    patterns: () =>
      (patterns ??= [...new Set([patternOf(pieces, '.*?'), patternOf(pieces, '.*')])].map(
        (source) => new RegExp(source, 's'),
      )),
    names: placesIn(pieces, /^"\{.*\}"$|^\{[=~*]/),
    clauses: placesIn(pieces, /^\{!/),
  };
}

const placesIn = (pieces: readonly string[], kind: RegExp): ReadonlySet<string> =>
  new Set(pieces.filter((piece) => kind.test(piece)).map((piece) => PLACE.exec(piece)?.[2] ?? ''));

function patternOf(pieces: readonly string[], anything: string): string {
  const parts = pieces.map((piece) => {
    const [place, kind = '', name] = PLACE.exec(piece) ?? [];
    if (place === undefined) return piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const [before, after] = piece.split(place);
    const value = before && after ? '[^"]*' : (VALUES[kind] ?? anything);
    return `${before}(?<${name}>${value})${after}`;
  });
  return `^${parts.join('')}$`;
}
