/** How a map was measured, as a receipt. */
import type { SensitivityMap } from '../../../studio/api.ts';
import { count, decimals } from '../../format/numbers.ts';
import type { Receipt } from '../../sides/receipts.ts';
import { whereRows } from '../../sides/receipts.ts';

export function mapReceipt(map: SensitivityMap | null): Receipt {
  if (!map) return { title: 'Sensitivity', what: 'Not measured yet.', rows: [] };
  const { mode, metric, samples, temperature, cells, rounding, accuracy, provenance } = map;
  return {
    title: `${count(cells.length)} cells`,
    what:
      metric === 'kl'
        ? 'Drift is the divergence KL(original || changed) of class scores, in nats, at the temperature below.'
        : 'Noise is the error of the outputs as a share of their power: this network gives no class scores.',
    rows: [
      ['rounded', mode === 'each' ? 'one layer, the rest as it came' : 'every layer but one'],
      ['samples', count(samples)],
      ...(metric === 'kl' ? [['temperature', decimals(temperature, 2)] as const] : []),
      ['scales', rounding.groupSize ? `groups of ${rounding.groupSize}` : `per ${rounding.strategy}`],
      ['clipping', rounding.clip],
      ...(accuracy ? [['original', `${decimals(accuracy.value * 100, 2)} % right on these samples`] as const] : []),
      ...whereRows(provenance),
    ],
  };
}
