/** "Half of the weights can go": true of quality, and rarely of bytes, since zeros are stored too. */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { changeOf, notMeasured, pointsOf, rowOf } from './claim.ts';

const label = 'half pruned';
/** A point with all of the interval. */
const small = 0.01;

export const halfPruned: Claim = {
  id: 'half-pruned',
  text: 'Half of the weights can be pruned without loss, and the network is half as large.',
  experiment: 'The half of all weights that is nearest to zero becomes zero, without training afterwards.',
  recipes: [
    { label, recipe: { version: 1, name: label, steps: [{ kind: 'prune', method: 'magnitude', sparsity: 0.5 }] } },
  ],
  speed: false,
  judge: (table) => [quality(table), size(table)],
};

// ---------------------------------------------------------------------------------------------

function quality(table: SweepTable): ClaimPart {
  const text = 'Half of the weights go without loss';
  const change = changeOf(rowOf(table, label));
  if (!change) return notMeasured(text);
  const verdict = change.low >= -small ? 'holds' : change.high < -small ? 'fails' : 'undecided';
  return { text, verdict, detail: `${pointsOf(change)}; without loss is at most a point, with all of its interval.` };
}

function size(table: SweepTable): ClaimPart {
  const text = 'The network is half as large';
  const row = rowOf(table, label);
  if (!row) return notMeasured(text);
  const ratio = row.bytes / table.original.bytes;
  return {
    text,
    verdict: ratio < 0.55 ? 'holds' : 'fails',
    detail: `×${ratio.toFixed(2)} of the bytes: a zero is stored like any other weight, unless a format leaves it out.`,
  };
}
