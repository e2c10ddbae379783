/**
 * Float weights out of the bytes of a safetensors file, and how far they moved between two of them. Only for files that
 * the page has just had written: dense f32, a few megabytes. The reader for files of others is `src/files/safetensors/`.
 */

export type Weights = ReadonlyMap<string, Float32Array>;

export interface WeightChange {
  readonly name: string;
  /** Euclidean lengths: of the weights, and of what was added to them. */
  readonly length: number;
  readonly moved: number;
  /** The largest change of one weight, with its sign. */
  readonly largest: number;
}

export function readWeights(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const header: Readonly<Record<string, Entry>> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)),
  );
  const start = 8 + headerLength;
  const entries = Object.entries(header).filter(([name, { dtype }]) => name !== '__metadata__' && dtype === 'F32');
  return new Map(
    entries.map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => [name, new Float32Array(bytes.slice(start + from, start + to).buffer)],
    ),
  );
}

/** What changed, the weights that moved most for their length first; those that did not move are left out. */
export function changesBetween(before: Weights, after: Weights): WeightChange[] {
  const changes = [...before].flatMap(([name, values]) => {
    const others = after.get(name);
    return others && others.length === values.length ? [changeOf(name, values, others)] : [];
  });
  return changes.filter(({ moved }) => moved > 0).sort((a, b) => b.moved / b.length - a.moved / a.length);
}

// ---------------------------------------------------------------------------------------------------------------------

interface Entry {
  readonly dtype: string;
  readonly data_offsets: readonly [number, number];
}

function changeOf(name: string, before: Float32Array, after: Float32Array): WeightChange {
  let [length, moved, largest] = [0, 0, 0];
  before.forEach((value, i) => {
    const change = (after[i] ?? 0) - value;
    length += value ** 2;
    moved += change ** 2;
    if (Math.abs(change) > Math.abs(largest)) largest = change;
  });
  return { name, length: Math.sqrt(length), moved: Math.sqrt(moved), largest };
}
