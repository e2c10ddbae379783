/** "INT8 is nearly free, INT4 is noticeable, below 4 bits quality drops quickly." */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { atWidth, changeOf, notMeasured, pointsOf, rowOf } from './claim.ts';

/** What is still nearly free, as a share of answers. */
const nearlyFree = 0.005;
/** What nobody would call small. */
const quickDrop = 0.05;

export const fewerBits: Claim = {
  id: 'fewer-bits',
  text: 'INT8 is nearly free, INT4 is noticeable, below 4 bits quality drops quickly.',
  experiment:
    'Weights are rounded to 8, 4, 3 and 2 bits in groups of 32, and each is compared with the original on the same samples.',
  recipes: [8, 4, 3, 2].map(atWidth),
  speed: false,
  judge: (table) => [free(table), noticeable(table), quick(table)],
};

// ---------------------------------------------------------------------------------------------

function free(table: SweepTable): ClaimPart {
  const text = 'INT8 is nearly free';
  const change = changeOf(rowOf(table, 'INT8'));
  if (!change) return notMeasured(text);
  const verdict = change.low >= -nearlyFree ? 'holds' : change.high < -nearlyFree ? 'fails' : 'undecided';
  return {
    text,
    verdict,
    detail: `${pointsOf(change)}; nearly free is at most half a point lost, with all of its interval.`,
  };
}

function noticeable(table: SweepTable): ClaimPart {
  const text = 'INT4 is noticeable';
  const change = changeOf(rowOf(table, 'INT4'));
  if (!change) return notMeasured(text);
  const verdict = change.low >= -nearlyFree ? 'fails' : change.high < 0 ? 'holds' : 'undecided';
  const rule = 'noticeable is a loss that is no chance, and not certain to be under half a point.';
  return { text, verdict, detail: `${pointsOf(change)}; ${rule}` };
}

function quick(table: SweepTable): ClaimPart {
  const text = 'Below 4 bits quality drops quickly';
  const [three, two] = ['INT3', 'INT2'].map((label) => changeOf(rowOf(table, label)));
  if (!three || !two) return notMeasured(text);
  const verdict = two.high < -quickDrop ? 'holds' : two.low >= -quickDrop ? 'fails' : 'undecided';
  const detail = `3 bits ${pointsOf(three)}, 2 bits ${pointsOf(two)}; quickly is more than 5 points at 2 bits.`;
  return { text, verdict, detail };
}
