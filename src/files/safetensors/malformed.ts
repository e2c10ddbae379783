/** The one way in which the safetensors reader and writer refuse: a sentence with the file, the thing and the value. */
import { FileError } from '../../core/errors.ts';
import { shownName } from './limits.ts';

/** Stops with a FileError `safetensors/<code>`; `sentence` goes on where the file's name ends. */
export function refuse(
  code: string,
  file: string,
  sentence: string,
  data: Readonly<Record<string, unknown>> = {},
): never {
  throw new FileError(`safetensors/${code}`, `${file}: ${sentence}`, { file, ...data });
}

/** A count for a message: "1,204". */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A name from a file, quoted and no longer than a message can bear. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > shownName ? `${name.slice(0, shownName)}…` : name);
