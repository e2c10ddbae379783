/** What a hostile file is: bytes that a stranger may hand over, with words for what is wrong in them. */

export interface HostileFile {
  /** What was done to it: "cut off at byte 120". */
  readonly about: string;
  readonly format: 'onnx' | 'safetensors';
  /** The file, and what lies beside it. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export const onnxFile = (about: string, bytes: Uint8Array, beside: HostileFile['files'] = []): HostileFile => ({
  about,
  format: 'onnx',
  files: [{ name: 'hostile.onnx', bytes }, ...beside],
});

export const safetensorsFile = (about: string, bytes: Uint8Array, beside: HostileFile['files'] = []): HostileFile => ({
  about,
  format: 'safetensors',
  files: [{ name: 'hostile.safetensors', bytes }, ...beside],
});
