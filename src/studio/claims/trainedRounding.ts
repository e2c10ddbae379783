/** "Training with rounding wins back a third or more of what rounding lost" (torchao: 33 to 45 %; its first post: 96 %). */
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { changeOf, lessonOf, notMeasured, pointsOf, roundedTo, rowOf } from './claim.ts';

const bits = 2;
const [plain, trained] = ['rounded', 'trained rounded'];
const weights = { bits, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' };
const third = 1 / 3;

export const trainedRounding: Claim = {
  id: 'trained-rounding',
  text: 'Quantization-aware training wins back a third or more of what rounding lost.',
  experiment:
    'Weights are rounded to 2 bits in groups of 32, once after training and once while the network learns on.',
  recipes: [
    roundedTo(bits, plain),
    {
      label: trained,
      recipe: {
        version: 1,
        name: trained,
        steps: [
          {
            kind: 'qat',
            weights,
            teacher: 'original',
            loss: { kind: 'logit', divergence: 'forward', temperature: 1, alpha: 0.9 },
            ...lessonOf(200),
            optimizer: { kind: 'adamw', learningRate: 1e-3, schedule: 'cosine' },
          },
        ],
      },
    },
  ],
  speed: false,
  trains: true,
  judge: (table) => [wonBack(table)],
};

// ---------------------------------------------------------------------------------------------

/** The share that is won back; its bounds take the interval of what remains lost, the loss of plain rounding as it is. */
function wonBack(table: SweepTable): ClaimPart {
  const text = 'A third or more is won back';
  const [before, after] = [changeOf(rowOf(table, plain)), changeOf(rowOf(table, trained))];
  if (!before || !after) return notMeasured(text);
  if (before.high >= 0)
    return { text, verdict: 'undecided', detail: `rounding lost nothing here: ${pointsOf(before)}.` };
  const share = (left: number): number => 1 - left / before.value;
  const verdict = share(after.low) >= third ? 'holds' : share(after.high) < third ? 'fails' : 'undecided';
  const figures = `rounded ${pointsOf(before)}, trained ${pointsOf(after)}`;
  return { text, verdict, detail: `${figures}: ${(share(after.value) * 100).toFixed(0)} % won back.` };
}
