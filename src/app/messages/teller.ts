/**
 * Recognises sentences by the templates that they were made from, and says them in another language. Loaded with that
 * language only; knows no language itself.
 *
 * The key of a catalogue is a template: `A batch of {batch} samples takes {bytes} bytes.` A value may be told in turn,
 * so that clauses fit into sentences. `{#n}` is a number and nothing else, `{=x}` a name without spaces, or a list of
 * such; a name and what stands in quotation marks stay as they are. A translation takes values by their names, in any
 * order, and may choose a word by a number: `{n|Punkt|Punkte}`. Numbers are written by locale.
 */
import type { Catalogue } from './t.ts';
import type { Teller } from './tell.ts';

interface Template {
  readonly key: string;
  readonly says: string;
  /** The longest run of words in it: where it is missing, nothing else need be looked at. */
  readonly words: string;
  /** Letters that are given: of two templates that fit, the one with more of them is meant. */
  readonly weight: number;
}

/**
 * A teller of these templates.
 *
 * @param numeral writes a plain number ("1204", "0.25", "1,204", "-3") by locale
 */
export function tellerOf(catalogue: Catalogue, numeral: (plain: string) => string): Teller {
  const exact = new Map(Object.entries(catalogue).map(([key, says]) => [key.trim(), says.trim()]));
  const templates = [...exact].flatMap(([key, says]) => templateOf(key, says)).sort((a, b) => b.weight - a.weight);
  const heard = new Map<string, string>();

  /** What is said by one template, or undefined. */
  const known = (text: string): string | undefined => {
    if (NUMBER.test(text)) return numeral(text);
    if (exact.has(text)) return exact.get(text);
    for (const template of templates) {
      const values = text.includes(template.words) ? patternOf(template.key).exec(text)?.groups : undefined;
      if (values) return filled(template, values, say);
    }
    return undefined;
  };
  const say = (text: string): string => {
    if (text.length > LONGEST) return text;
    const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
    const told = heard.get(core) ?? wholeList(core, known) ?? known(core) ?? pieceByPiece(core, known, say) ?? core;
    if (heard.size >= MOST_HEARD) heard.clear();
    heard.set(core, told);
    return `${before}${told}${after}`;
  };
  return say;
}

// ---------------------------------------------------------------------------------------------------------------------

const NUMBER = /^[-+−]?\d+(,\d{3})*(\.\d+)?(e[-+]?\d+)?$/;
const NUMBER_IN_TEXT = '[-+−]?\\d[\\d,.]*(?:e[-+]?\\d+)?';
const NAMES_IN_TEXT = '[^\\s,]+(?:, [^\\s,]+)*';
const PLACE = /\{([#=]?)(\w+)\}/;
/** No sentence of the engine is longer; what is has a listing of somebody else's in it. */
const LONGEST = 4000;
/** Labels of progress come again and again; names in them do not. */
const MOST_HEARD = 500;

function templateOf(key: string, says: string): Template[] {
  const pieces = key.split(/\{[#=]?\w+\}/);
  if (pieces.length === 1) return [];
  const words = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest));
  return [{ key, says, words, weight: pieces.join('').length }];
}

const patterns = new Map<string, RegExp>();

function patternOf(key: string): RegExp {
  const made =
    patterns.get(key) ??
    new RegExp(
      `^${key
        .split(/(\{[#=]?\w+\})/)
        .map(patternIn)
        .join('')}$`,
      's',
    );
  patterns.set(key, made);
  return made;
}

function patternIn(piece: string): string {
  const [, kind, name] = PLACE.exec(piece) ?? [];
  if (name === undefined) return piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `(?<${name}>${kind === '#' ? NUMBER_IN_TEXT : kind === '=' ? NAMES_IN_TEXT : '.*?'})`;
}

function filled({ key, says }: Template, values: Readonly<Record<string, string>>, say: Teller): string {
  return says.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name: string, one?: string, other?: string) => {
    const value = values[name] ?? '';
    if (one !== undefined) return (value === '1' ? one : other) ?? '';
    return key.includes(`"{${name}}"`) || key.includes(`{=${name}}`) ? value : say(value);
  });
}

type Known = (text: string) => string | undefined;

/** A list of things that are all known, which a template of one of them might otherwise take whole. */
function wholeList(text: string, known: Known): string | undefined {
  const pieces = text.split(', ').map(known);
  return pieces.length > 1 && pieces.every((piece) => piece !== undefined) ? pieces.join(', ') : undefined;
}

/** What was put together without words of its own: sentences in a row, "file: sentence", "name clause", lists. */
function pieceByPiece(text: string, known: Known, say: Teller): string | undefined {
  return (
    inSentences(text, known, say) ??
    inList(text, '; ', known) ??
    afterHead(text, known) ??
    afterName(text, known) ??
    inList(text, ', ', known)
  );
}

/** As many sentences from the start as one template says, then the rest. */
function inSentences(text: string, known: Known, say: Teller): string | undefined {
  const sentences = text.split(/(?<=[.!?]) (?=[\p{Lu}\d"])/u);
  if (sentences.length === 1) return undefined;
  for (let count = sentences.length - 1; count > 0; count--) {
    const first = known(sentences.slice(0, count).join(' ')) ?? (count === 1 ? said(sentences[0], known) : undefined);
    if (first !== undefined) return `${first} ${say(sentences.slice(count).join(' '))}`;
  }
  return undefined;
}

const said = (text: string, known: Known): string => afterHead(text, known) ?? afterName(text, known) ?? text;

/** With the full stop that stands behind a clause, or without. */
function clause(text: string, known: Known): string | undefined {
  const bare = text.endsWith('.') ? known(text.slice(0, -1)) : undefined;
  return bare === undefined ? known(text) : `${bare}.`;
}

function afterHead(text: string, known: Known): string | undefined {
  for (let at = text.indexOf(': '); at >= 0; at = text.indexOf(': ', at + 1)) {
    const rest = clause(text.slice(at + 2), known);
    if (rest !== undefined) return `${known(text.slice(0, at)) ?? text.slice(0, at)}: ${rest}`;
  }
  return undefined;
}

function inList(text: string, separator: string, known: Known): string | undefined {
  const pieces = text.split(separator);
  const told = pieces.map((piece) => known(piece) ?? afterHead(piece, known));
  if (pieces.length === 1 || told.every((piece) => piece === undefined)) return undefined;
  return pieces.map((piece, i) => told[i] ?? piece).join(separator);
}

/** A clause is words in lower case: "model.npy is empty". */
function afterName(text: string, known: Known): string | undefined {
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const rest = /^[a-z]+ /.test(text.slice(at + 1)) ? clause(text.slice(at + 1), known) : undefined;
    if (rest !== undefined) return `${text.slice(0, at)} ${rest}`;
  }
  return undefined;
}
