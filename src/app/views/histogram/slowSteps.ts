/**
 * Rounding one row as six steps, each with the row's own numbers and one sentence: the definition in
 * `compression/quantization/clip.ts` followed by hand. Pure; `SlowRow.tsx` draws it.
 */
import type { WeightRow } from '../../../studio/api.ts';
import { count, decimals, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';

export interface SlowStep {
  readonly name: string;
  /** What happens here, with the numbers of the first weight. */
  readonly says: string;
  /** The row's numbers after it; null where the step is about the row as a whole. */
  readonly cells: readonly string[] | null;
}

/** The steps from floats to bytes. */
export function slowSteps(row: WeightRow): readonly SlowStep[] {
  const { values, scale, zero, bits, codes, shares, symmetric } = row;
  const [least, most] = [-zero, 2 ** bits - 1 - zero];
  const divided = values.map((value) => value / scale);
  const rounded = divided.map(toEven);
  const clamped = rounded.map((level) => Math.min(most, Math.max(least, level)));
  const held = rounded.filter((level, i) => level !== clamped[i]).length;
  return [
    {
      name: t('weights'),
      says: t('The first {n} weights of the row, as floats of 32 bits.', { n: values.length }),
      cells: values.map(significant),
    },
    {
      name: t('scale'),
      says: t('{shares} weights share this scale: the step between two levels is {scale}.', {
        shares: count(shares),
        scale: significant(scale),
      }),
      cells: null,
    },
    {
      name: t('divide'),
      says: t('How many steps from zero: {value} ÷ {scale} = {result}.', {
        value: significant(values[0] ?? 0),
        scale: significant(scale),
        result: decimals(divided[0] ?? 0, 2),
      }),
      cells: divided.map((value) => decimals(value, 2)),
    },
    {
      name: t('round'),
      says: t('To the nearest whole step; ties go to the even one. This is where precision is lost.'),
      cells: rounded.map((value) => decimals(value, 0)),
    },
    {
      name: t('clamp'),
      says:
        held === 0
          ? t('{bits} bits reach from {least} to {most}; none of these lies beyond.', {
              bits,
              least: decimals(least, 0),
              most: decimals(most, 0),
            })
          : t('{bits} bits reach from {least} to {most}; {held} of these are held at an end.', {
              bits,
              least: decimals(least, 0),
              most: decimals(most, 0),
              held,
            }),
      cells: clamped.map((value) => decimals(value, 0)),
    },
    {
      name: t('pack'),
      says: symmetric
        ? t(
            'Stored without a sign: {zero} is added, so {level} becomes {code}. Then the bits lie side by side in bytes.',
            { zero, level: decimals(clamped[0] ?? 0, 0), code: codes[0] ?? 0 },
          )
        : t(
            'Stored as steps from the lowest level; zero is {zero}, so {level} becomes {code}. Then the bits lie side by side in bytes.',
            { zero, level: decimals(clamped[0] ?? 0, 0), code: codes[0] ?? 0 },
          ),
      cells: codes.map(String),
    },
  ];
}

/** What a bit of a byte is, in one sentence. */
export function bitWords(row: WeightRow, byte: number, place: number): string {
  const value = ((row.bytes[byte] ?? 0) >>> (7 - place)) & 1;
  const from = row.origin[byte]?.[place];
  if (!from) return t('Byte {byte}, bit {bit}: {value}, of a weight further on.', { byte, bit: 7 - place, value });
  const { weight, bit } = from;
  const code = row.codes[weight] ?? 0;
  const back = significant(row.scale * (code - row.zero));
  return t(
    'Byte {byte}, bit {bit}: {value}. It is worth {worth} in code {code} of weight {weight}, which reads back as {back} instead of {was}.',
    {
      byte,
      bit: 7 - place,
      value,
      worth: 2 ** bit,
      code,
      weight: weight + 1,
      back,
      was: significant(row.values[weight] ?? 0),
    },
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Ties to even, as the engine rounds. */
function toEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
