/** Whether a file looks like ONNX, from its name and first bytes alone. Cheap; `readOnnx` says what is wrong inside. */

/** Tags that can follow ir_version in a ModelProto: producer, domain, version, description, graph, opset, metadata. */
const tagsAfterVersion: ReadonlySet<number> = new Set([0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72]);

/** IR versions run from 3 to 13 today; some room is left. */
const newestIrVersion = 32;

/**
 * @param name the file's name
 * @param head its first bytes; three are enough
 */
export function matchOnnx(name: string, head: Uint8Array): boolean {
  if (/\.onnx$/i.test(name)) return true;
  const [tag, version, next] = head;
  return tag === 0x08 && version > 0 && version <= newestIrVersion && tagsAfterVersion.has(next);
}
