/** Damage to the content of an ONNX file whose frame stays sound: wrong numbers, names, wire types, missing parts. */
import type { Random } from '../../core/random.ts';
import type { Mutated } from './mutateBytes.ts';
import type { ProtoField } from './protoTree.ts';
import { encodeProto, parseProto, walkProto } from './protoTree.ts';

/** One seeded mutation of a valid ONNX file; some change two or three fields. */
export function mutateOnnx(bytes: Uint8Array, random: Random): Mutated {
  const model = parseProto(bytes);
  const times = random.integer(4) === 0 ? 2 + random.integer(2) : 1;
  const done: string[] = [];
  for (let i = 0; i < times; i++) {
    const places = [...walkProto(model)];
    if (places.length > 0) done.push(kinds[random.integer(kinds.length)](places, random));
  }
  return { about: done.join('; '), bytes: encodeProto(model) };
}

// ---------------------------------------------------------------------------------------------------------------------

interface Place {
  readonly field: ProtoField;
  readonly siblings: ProtoField[];
}

type Kind = (places: readonly Place[], random: Random) => string;

const kinds: readonly Kind[] = [
  extremeNumber,
  extremeNumber,
  foreignText,
  foreignText,
  drop,
  twice,
  otherBytes,
  otherField,
  swap,
];

/** What overflows: lengths, 32 and 64 bits, the bounds of exact numbers, everything negative. */
const extremes: readonly bigint[] = [
  0n,
  -1n,
  -2n,
  7n,
  255n,
  65536n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 40n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

function extremeNumber(places: readonly Place[], random: Random): string {
  const numbers = places.filter(({ field }) => field.wire === 0);
  if (numbers.length === 0) return 'nothing';
  const { field } = pick(numbers, random);
  const before = field.value;
  field.value = extremes[random.integer(extremes.length)];
  return `${nameOf(field)} ${field.value} in the place of ${before}`;
}

/** Another text of the file in the place of one: cycles, names that dangle or stand twice, other operators. */
function foreignText(places: readonly Place[], random: Random): string {
  const texts = places.filter(({ field }) => isText(field));
  if (texts.length < 2) return 'nothing';
  const [to, from] = [pick(texts, random).field, pick(texts, random).field];
  const [before, after] = [decode(to.bytes), decode(from.bytes)];
  to.bytes = from.bytes;
  return `${nameOf(to)} "${after}" in the place of "${before}"`;
}

function drop(places: readonly Place[], random: Random): string {
  const { field, siblings } = pick(places, random);
  siblings.splice(siblings.indexOf(field), 1);
  return `${nameOf(field)} missing`;
}

function twice(places: readonly Place[], random: Random): string {
  const { field, siblings } = pick(places, random);
  siblings.splice(siblings.indexOf(field), 0, field);
  return `${nameOf(field)} twice`;
}

/** Payloads shorter, longer or random: weights that do not fill their shape, text that is none. */
function otherBytes(places: readonly Place[], random: Random): string {
  const payloads = places.filter(({ field }) => field.wire === 2 && !field.children);
  if (payloads.length === 0) return 'nothing';
  const { field } = pick(payloads, random);
  const length =
    random.integer(2) === 0 ? random.integer(field.bytes.length + 1) : field.bytes.length + 1 + random.integer(9);
  const noise = Uint8Array.from({ length }, () => random.integer(256));
  noise.set(field.bytes.subarray(0, Math.floor(length / 2)));
  const before = field.bytes.length;
  field.bytes = noise;
  return `${nameOf(field)} of ${length} bytes in the place of ${before}`;
}

/** A field under another number: it is then read as something else, with a wire type that does not fit. */
function otherField(places: readonly Place[], random: Random): string {
  const { field } = pick(places, random);
  const before = nameOf(field);
  field.number = 1 + random.integer(26);
  return `${before} under number ${field.number}`;
}

function swap(places: readonly Place[], random: Random): string {
  const [a, b] = [pick(places, random).field, pick(places, random).field];
  const kept = { value: a.value, bytes: a.bytes, children: a.children, wire: a.wire };
  if (contains(a, b) || contains(b, a)) return 'nothing';
  Object.assign(a, { value: b.value, bytes: b.bytes, children: b.children, wire: b.wire });
  Object.assign(b, kept);
  return `${nameOf(a)} and ${nameOf(b)} exchanged`;
}

const contains = (outer: ProtoField, inner: ProtoField): boolean =>
  outer === inner || [...walkProto(outer.children ?? [])].some(({ field }) => field === inner);

const pick = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)];

const nameOf = ({ kind, number }: ProtoField): string => `${kind}.${number}`;

const utf8 = new TextDecoder();
const decode = (bytes: Uint8Array): string => utf8.decode(bytes);

/** Short payloads of printable characters. */
const isText = ({ wire, bytes, children }: ProtoField): boolean =>
  wire === 2 && !children && bytes.length > 0 && bytes.length < 64 && bytes.every((byte) => byte >= 32 && byte < 127);
