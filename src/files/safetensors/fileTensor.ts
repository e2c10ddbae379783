/** What the writer puts into a file: a named tensor as bytes, with its dtype in the file's words. */
export interface FileTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
