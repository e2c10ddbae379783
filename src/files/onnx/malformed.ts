/** The one way in which the ONNX reader and writer refuse: a sentence with the file, the thing, the value and the byte. */
import { FileError } from '../../core/errors.ts';

/** A byte offset for a message: "byte 1,204". */
export const atByte = (offset: number): string => `byte ${offset.toLocaleString('en-US')}`;

/** A count for a message: "1,204". */
export const count = (value: number): string => value.toLocaleString('en-US');

/** Stops with a FileError `onnx/<code>`; `sentence` goes on where the file's name ends. */
export function refuse(
  code: string,
  file: string,
  sentence: string,
  data: Readonly<Record<string, unknown>> = {},
): never {
  throw new FileError(`onnx/${code}`, `${file}: ${sentence}`, { file, ...data });
}
