/** How a sweep was measured, as a receipt. */
import type { SweepTable } from '../../../studio/api.ts';
import { count, decimals } from '../../format/numbers.ts';
import type { Receipt } from '../../sides/receipts.ts';
import { whereRows } from '../../sides/receipts.ts';

export function sweepReceipt({ rows, samples, bound, original, provenance }: SweepTable): Receipt {
  const stopped = rows.filter(({ state }) => state === 'stopped').length;
  return {
    title: `${count(rows.length)} recipes`,
    what: 'Each recipe answers the same samples as the original. One that is clearly worse than the bound is stopped early.',
    rows: [
      ['samples', count(samples)],
      ['bound', `${decimals(bound * 100, 0)} point of accuracy, judged by the whole 95 % interval`],
      ['stopped early', count(stopped)],
      ...(original.accuracy ? [['original', `${decimals(original.accuracy.value * 100, 2)} % right`] as const] : []),
      ...whereRows(provenance),
    ],
  };
}
