/** "At 4 bits and below, small groups pay for their scales." */
import type { SweepRow, SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { notMeasured, rowOf } from './claim.ts';

const labelAt = (bits: number, scales: string): string => `INT${bits} ${scales}`;

function recipeAt(bits: number, scales: 'channel' | 32) {
  const strategy = scales === 32 ? { strategy: 'group', groupSize: 32 } : { strategy: scales };
  const label = labelAt(bits, scales === 32 ? 'groups' : scales);
  const weights = { bits, ...strategy, symmetric: true, clip: 'mse' };
  return { label, recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights }] } };
}

export const smallGroups: Claim = {
  id: 'small-groups',
  text: 'At 4 bits and below, a scale for each small group keeps much more than a scale for each channel, for little size.',
  experiment:
    'Weights are rounded to 4, 3 and 2 bits, once with a scale a channel and once with a scale for 32 weights.',
  recipes: [4, 3, 2].flatMap((bits) => [recipeAt(bits, 'channel'), recipeAt(bits, 32)]),
  speed: false,
  judge: (table) => [4, 3, 2].map((bits) => closer(table, bits)),
};

// ---------------------------------------------------------------------------------------------

/** Groups keep much more when the divergence from the original is at most two thirds, with intervals apart. */
const muchMore = 2 / 3;

function closer(table: SweepTable, bits: number): ClaimPart {
  const text = `At ${bits} bits groups keep much more than channels`;
  const [channel, groups] = ['channel', 'groups'].map((scales) => rowOf(table, labelAt(bits, scales)));
  if (!channel?.kl || !groups?.kl) return notMeasured(text);
  const apart = groups.kl.high < channel.kl.low;
  const verdict =
    apart && groups.kl.value <= channel.kl.value * muchMore
      ? 'holds'
      : groups.kl.value >= channel.kl.value
        ? 'fails'
        : 'undecided';
  const price = (groups.bytes / channel.bytes - 1) * 100;
  const detail = `KL to the original is ${klText(groups)} with groups and ${klText(channel)} with channels, for ${price.toFixed(1)} % more bytes.`;
  return { text, verdict, detail };
}

function klText({ kl }: SweepRow): string {
  return kl ? `${kl.value.toPrecision(2)} (${kl.low.toPrecision(2)} to ${kl.high.toPrecision(2)})` : 'unknown';
}
