/** How a map was measured, as a receipt. */

import type { SensitivityMap } from '../../../studio/api.ts';
import { count, decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Receipt } from '../../sides/receipts.ts';
import { whereRows } from '../../sides/receipts.ts';

export function mapReceipt(map: SensitivityMap | null): Receipt {
  if (!map) return { title: t('Sensitivity'), what: t('Not measured yet.'), rows: [] };
  const { mode, metric, samples, temperature, cells, rounding, accuracy, provenance } = map;
  return {
    title: t('{count} cells', { count: count(cells.length) }),
    what:
      metric === 'kl'
        ? t('Drift is the divergence KL(original || changed) of class scores, in nats, at the temperature below.')
        : t('Noise is the error of the outputs as a share of their power: this network gives no class scores.'),
    rows: [
      [t('rounded'), mode === 'each' ? t('one layer, the rest as it came') : t('every layer but one')],
      [t('samples'), count(samples)],
      ...(metric === 'kl' ? [[t('temperature'), decimals(temperature, 2)] as const] : []),
      [
        t('scales'),
        rounding.groupSize
          ? t('groups of {size}', { size: rounding.groupSize })
          : rounding.strategy === 'tensor'
            ? t('per tensor')
            : t('per channel'),
      ],
      [t('clipping'), rounding.clip],
      ...(accuracy
        ? [
            [
              t('original'),
              t('{share} % right on these samples', { share: decimals(accuracy.value * 100, 2) }),
            ] as const,
          ]
        : []),
      ...whereRows(provenance),
    ],
  };
}
