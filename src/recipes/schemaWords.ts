/** What a schema refuses, in the words of a person who writes JSON: the field, its value, and what it should be. */
import type * as z from 'zod/mini';

type RawIssue = z.core.$ZodRawIssue;

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of the ways in which a value fits none of several forms: the one about a field that is there and wrong. */
export function mostTelling(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): Found {
  const path = [...before, ...issue.path];
  const found: Found = { path, message: issue.message };
  if (issue.code !== 'invalid_union') return found;
  const inner = issue.errors.flatMap((issues) => issues.slice(0, 1).map((first) => mostTelling(first, path)));
  const about = inner.filter((other) => other.path.length > path.length);
  return about.find(({ message }) => !/^is (?:missing|undefined)/.test(message)) ?? about[0] ?? found;
}

/** One sentence part an issue, in the words of a person who writes JSON. */
export function messageFor(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `is ${text(issue.input)}, but should be of type ${issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing; it is ${listOf(issue.values)}`
        : `is ${text(issue.input)}, but should be ${listOf(issue.values)}`;
    case 'invalid_union':
      return discriminatorOf(issue) === undefined
        ? 'is missing'
        : `is ${text(discriminatorOf(issue))}, which is not one that Decant knows`;
    case 'unrecognized_keys':
      return `has the unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${listOf(issue.keys)}; correct or remove`;
    case 'too_small':
      return `is ${text(issue.input)}, but should be at least ${issue.minimum}`;
    case 'too_big':
      return `is ${text(issue.input)}, but should be at most ${issue.maximum}`;
    default:
      return `is ${text(issue.input)}, which does not fit`;
  }
}

/** The value that a union is chosen by: the issue's path ends on its key, its input is the object around. */
function discriminatorOf({ input, path, code, errors }: RawIssue): unknown {
  if (code === 'invalid_union' && Array.isArray(errors) && errors.length > 0) return input;
  const key = path?.at(-1);
  return typeof input === 'object' && input !== null && key !== undefined ? Reflect.get(input, key) : input;
}

function listOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function text(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value);
  return (
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? String(value)
  ).slice(0, 60);
}

/** ["steps", 0, "weights", "bits"] as "steps[0].weights.bits". */
export function pathText(path: readonly PropertyKey[], whole = 'recipe'): string {
  const parts = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '') || whole;
}
