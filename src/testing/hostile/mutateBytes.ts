/** Damage that needs no knowledge of the format: what disks, networks and careless programs do to a file. */
import type { Random } from '../../core/random.ts';
import { joined, varint } from './protoTree.ts';

export interface Mutated {
  readonly about: string;
  readonly bytes: Uint8Array;
}

/** One seeded mutation of a file's bytes. */
export function mutateBytes(bytes: Uint8Array, random: Random): Mutated {
  const kind = kinds[random.integer(kinds.length)];
  return kind(bytes, random);
}

// ---------------------------------------------------------------------------------------------------------------------

const kinds: readonly ((bytes: Uint8Array, random: Random) => Mutated)[] = [
  cutOff,
  flipBytes,
  zeroRange,
  deleteRange,
  repeatRange,
  hugeNumber,
  appendNoise,
  swapHalves,
];

function cutOff(bytes: Uint8Array, random: Random): Mutated {
  const at = random.integer(bytes.length);
  return { about: `cut off at byte ${at}`, bytes: bytes.slice(0, at) };
}

function flipBytes(bytes: Uint8Array, random: Random): Mutated {
  const copy = bytes.slice();
  const count = 1 + random.integer(16);
  // Half of the time near the front, where headers and names are.
  const reach = random.integer(2) === 0 ? Math.min(512, bytes.length) : bytes.length;
  for (let i = 0; i < count; i++) copy[random.integer(reach)] = random.integer(256);
  return { about: `${count} of the first ${reach} bytes changed`, bytes: copy };
}

function zeroRange(bytes: Uint8Array, random: Random): Mutated {
  const [start, end] = range(bytes, random);
  return { about: `bytes ${start} to ${end} zero`, bytes: bytes.slice().fill(0, start, end) };
}

function deleteRange(bytes: Uint8Array, random: Random): Mutated {
  const [start, end] = range(bytes, random);
  return { about: `bytes ${start} to ${end} missing`, bytes: joined([bytes.subarray(0, start), bytes.subarray(end)]) };
}

function repeatRange(bytes: Uint8Array, random: Random): Mutated {
  const [start, end] = range(bytes, random);
  return { about: `bytes ${start} to ${end} twice`, bytes: joined([bytes.subarray(0, end), bytes.subarray(start)]) };
}

/** A number of up to 64 bits written over what is there: a length, a count, a code. */
function hugeNumber(bytes: Uint8Array, random: Random): Mutated {
  const value = 2n ** BigInt(14 + random.integer(50));
  const at = random.integer(bytes.length);
  const copy = bytes.slice();
  copy.set(varint(value).subarray(0, bytes.length - at), at);
  return { about: `the number ${value} at byte ${at}`, bytes: copy };
}

function appendNoise(bytes: Uint8Array, random: Random): Mutated {
  const noise = Uint8Array.from({ length: 1 + random.integer(64) }, () => random.integer(256));
  return { about: `${noise.length} bytes of noise at the end`, bytes: joined([bytes, noise]) };
}

function swapHalves(bytes: Uint8Array, random: Random): Mutated {
  const at = 1 + random.integer(bytes.length - 1);
  return {
    about: `the end from byte ${at} in front`,
    bytes: joined([bytes.subarray(at), bytes.subarray(0, at)]),
  };
}

function range(bytes: Uint8Array, random: Random): [number, number] {
  const start = random.integer(bytes.length);
  return [start, Math.min(bytes.length, start + 1 + random.integer(64))];
}
