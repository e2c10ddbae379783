/** Reads a stream of bytes to its end. Uses a reader, since not every browser iterates over streams. */

/**
 * All bytes of a stream. `onSize` hears the bytes so far after every part; what it throws stops the stream.
 *
 * @throws whatever the stream fails with
 */
export async function collect(
  stream: ReadableStream<Uint8Array>,
  onSize: (bytes: number) => void,
): Promise<Uint8Array> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.byteLength;
      onSize(size);
    }
  } catch (cause) {
    // The cause is what counts; a stream that has failed cannot be cancelled.
    await reader.cancel(cause).catch(() => {});
    throw cause;
  }
  return joined(parts, size);
}

// ---------------------------------------------------------------------------------------------------------------------

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
