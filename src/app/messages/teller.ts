/**
 * Says the engine's sentences in another language, by recognising the templates that they were made from. Of all ways to
 * read a text (a template, sentences in a row, a list, "file: sentence", a name before a clause) it takes the one that
 * leaves the fewest letters unread; these stay as they came. Loaded with a language that needs it; knows none itself.
 */
import type { Catalogue } from './t.ts';
import type { Teller } from './tell.ts';
import type { Template } from './templates.ts';
import { filled, NUMBER, templatesOf } from './templates.ts';

/** What a text says in the other language, and how many of its letters and digits no template knew. */
interface Reading {
  readonly says: string;
  readonly unread: number;
}

/**
 * A teller of these templates (`templates.ts`).
 *
 * @param numeral writes a plain number ("1204", "0.25", "1,204", "-3") by locale
 */
export function tellerOf(catalogue: Catalogue, numeral: (plain: string) => string): Teller {
  const exact = new Map(Object.entries(catalogue).map(([key, says]) => [key.trim(), says.trim()]));
  const templates = templatesOf(catalogue);
  const heard = new Map<string, Reading>();

  /** The best reading; the space around a text stays. */
  function read(text: string): Reading {
    const core = text.trim();
    const { says, unread } = heard.get(core) ?? firstGood(core, readings(core));
    if (heard.size >= MOST_HEARD) heard.clear();
    heard.set(core, { says, unread });
    return { says: text.replace(core, () => says), unread };
  }

  function* readings(core: string): Generator<Reading> {
    yield* inPieces(core, /(?<=[.!?]) /g);
    yield* known(core);
    // A clause may have come with a full stop, or a sentence without its own.
    if (core.endsWith('.')) yield joined(read(core.slice(0, -1)), '.');
    else for (const { says, unread } of known(`${core}.`)) yield { says: says.replace(/\.$/, ''), unread };
    for (const between of [/; /g, /: /g, /, /g]) yield* inPieces(core, between);
    const name = /^[^,;:]*/.exec(core)?.[0] ?? '';
    for (const { index } of [...name.matchAll(/ (?=[a-z]+ )/g)].slice(0, MOST_NAME_WORDS))
      for (const clause of known(core.slice(index + 1)))
        yield joined({ says: core.slice(0, index), unread: index }, ' ', clause);
  }

  /** One piece, and the rest; several in one are read as a whole only, since the rest is cut again. */
  function* inPieces(core: string, between: RegExp): Generator<Reading> {
    for (const { index, 0: gap } of [...core.matchAll(between)].slice(0, MOST_PIECES)) {
      const first = core.slice(0, index);
      const reading = first.search(between) < 0 ? read(first) : firstGood(first, known(first));
      yield joined(reading, gap, read(core.slice(index + gap.length)));
    }
  }

  /** Readings as a whole, by one key of the catalogue. */
  function* known(text: string): Generator<Reading> {
    if (NUMBER.test(text)) yield { says: numeral(text), unread: 0 };
    const says = exact.get(text);
    if (says !== undefined) yield { says, unread: 0 };
    for (const template of templates) {
      if (!text.includes(template.words)) continue;
      for (const pattern of template.patterns()) {
        const values = pattern.exec(text)?.groups;
        if (values) yield withValues(template, values);
      }
    }
  }

  function withValues({ says, names, clauses }: Template, values: Readonly<Record<string, string>>): Reading {
    const words: Record<string, string> = {};
    let unread = 0;
    for (const [name, value] of Object.entries(values)) {
      const told = names.has(name) ? { says: value, unread: 0 } : read(value);
      words[name] = told.says;
      unread += clauses.has(name) && told.unread >= GOOD ? Number.POSITIVE_INFINITY : told.unread;
    }
    return { says: filled(says, values, words), unread };
  }

  return (sentence) => (sentence.length > LONGEST ? sentence : read(sentence).says);
}

// ---------------------------------------------------------------------------------------------------------------------

/** No sentence of the engine is longer; what is has somebody else's listing in it. */
const LONGEST = 2000;
/** Labels of progress come again and again; names in them do not. */
const MOST_HEARD = 2000;
/** Places at which a text is cut on trial. */
const MOST_PIECES = 12;
const MOST_NAME_WORDS = 4;
/** A word, a dtype with its shape, or a list of such: left as it came, it is a name. */
const NAMES = /^[^\s,]+( [\d×]+)?(, [^\s,]+( [\d×]+)?)*$/;
const A_NAME = 0.01;
/** Fewer letters than this are names and cuts. */
const GOOD = 0.9;
/** Of readings that leave as much unread, the one with fewer cuts is meant. */
const CUT = 0.01;

/** The first reading that leaves nothing but names, else the one that leaves the least, else the text as it came. */
function firstGood(core: string, readings: Iterable<Reading>): Reading {
  const unread = NAMES.test(core) ? A_NAME * core.split(' ').length : (core.match(/[\p{L}\p{N}]/gu)?.length ?? 0);
  let found: Reading = { says: core, unread };
  for (const reading of readings) {
    if (reading.unread < found.unread) found = reading;
    if (reading.unread < GOOD) break;
  }
  return found;
}

function joined(first: Reading, gap: string, second?: Reading): Reading {
  return { says: `${first.says}${gap}${second?.says ?? ''}`, unread: first.unread + (second?.unread ?? 0) + CUT };
}
