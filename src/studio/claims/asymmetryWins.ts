/** "Asymmetric usually wins" (Olive, a sweep over small language models): a zero point for each scale. */
import type { Claim } from './claim.ts';
import { nearer } from './claim.ts';

const labelOf = (bits: number, symmetric: boolean): string => `INT${bits} ${symmetric ? 'symmetric' : 'asymmetric'}`;

function recipeAt(bits: number, symmetric: boolean) {
  const label = labelOf(bits, symmetric);
  const weights = { bits, strategy: 'group', groupSize: 32, symmetric, clip: 'mse' };
  return { label, recipe: { version: 1, name: label, steps: [{ kind: 'quantize', method: 'rtn', weights }] } };
}

export const asymmetryWins: Claim = {
  id: 'asymmetry-wins',
  text: 'Asymmetric rounding usually wins.',
  experiment: 'Weights are rounded to 4, 3 and 2 bits in groups of 32, with a zero point for each scale and without.',
  recipes: [4, 3, 2].flatMap((bits) => [recipeAt(bits, true), recipeAt(bits, false)]),
  speed: false,
  judge: (table) =>
    [4, 3, 2].map((bits) =>
      nearer(table, `At ${bits} bits asymmetric is nearer to the original`, labelOf(bits, false), labelOf(bits, true)),
    ),
};
