/** "8-bit activations are as free as 8-bit weights": true of small networks, and famously not of large language models. */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { changeOf, notMeasured, pointsOf, rowOf } from './claim.ts';

const weights = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' };
const recipeOf = (label: string, more: Readonly<Record<string, unknown>>) => ({
  label,
  recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights, ...more }] },
});
const [dynamic, fixed] = ['W8A8 dynamic', 'W8A8 static'];
/** Half a point with all of the interval. */
const nearlyFree = 0.005;

export const activationsToo: Claim = {
  id: 'activations-too',
  text: 'Rounding activations to 8 bits costs nearly nothing.',
  experiment:
    'Weights and activations are rounded to 8 bits, with scales found while running and with calibrated ones.',
  recipes: [
    recipeOf(dynamic, { activations: { bits: 8, mode: 'dynamic' } }),
    recipeOf(fixed, { activations: { bits: 8, mode: 'static', observer: 'mse', samples: 128 } }),
  ],
  speed: false,
  judge: (table) => [free(table, dynamic), free(table, fixed)],
};

// ---------------------------------------------------------------------------------------------

function free(table: SweepTable, label: string): ClaimPart {
  const text = `${label} costs nearly nothing`;
  const change = changeOf(rowOf(table, label));
  if (!change) return notMeasured(text);
  const verdict = change.low >= -nearlyFree ? 'holds' : change.high < -nearlyFree ? 'fails' : 'undecided';
  return {
    text,
    verdict,
    detail: `${pointsOf(change)}; nearly nothing is at most half a point, with all of its interval.`,
  };
}
