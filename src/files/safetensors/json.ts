/** JSON from files: parsed strictly, with duplicate names refused, since the last of two would silently win. */
import { messageOf } from '../../core/errors.ts';
import { quoted, refuse } from './malformed.ts';

/** @throws FileError `safetensors/json` when the text is no JSON or names something twice at its top */
export function parseJson(file: string, what: string, text: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return refuse('json', file, `${what} is not valid JSON (${messageOf(error).slice(0, 120)}).`);
  }
  const duplicate = duplicateName(text);
  if (duplicate !== undefined) refuse('duplicate', file, `${what} names ${quoted(duplicate)} twice.`);
  return parsed;
}

/** Narrows what JSON gave: no array, no null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// ---------------------------------------------------------------------------------------------

const strings = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

/** The first name that stands twice in the outermost object of valid JSON. */
function duplicateName(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(strings)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token !== ':') last = token;
    else if (depth === 1) {
      const name = String(JSON.parse(last));
      if (seen.has(name)) return name;
      seen.add(name);
    }
  }
  return undefined;
}
