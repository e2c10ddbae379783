/** How a sweep was measured, as a receipt. */

import type { SweepTable } from '../../../studio/api.ts';
import { count, decimals } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Receipt } from '../../sides/receipts.ts';
import { whereRows } from '../../sides/receipts.ts';

export function sweepReceipt({ rows, samples, bound, original, provenance }: SweepTable): Receipt {
  const stopped = rows.filter(({ state }) => state === 'stopped').length;
  return {
    title: t('{count} recipes', { count: count(rows.length) }),
    what: t(
      'Each recipe answers the same samples as the original. One that is clearly worse than the bound is stopped early.',
    ),
    rows: [
      [t('samples'), count(samples)],
      [
        t('bound'),
        t('{bound} point of accuracy, judged by the whole 95 % interval', { bound: decimals(bound * 100, 0) }),
      ],
      [t('stopped early'), count(stopped)],
      ...(original.accuracy
        ? [[t('original'), t('{share} right', { share: `${decimals(original.accuracy.value * 100, 2)} %` })] as const]
        : []),
      ...whereRows(provenance),
    ],
  };
}
