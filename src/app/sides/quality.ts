/**
 * The one figure of quality that a side shows: accuracy where there are labels; without them agreement with the
 * baseline; for outputs that are no scores, their cosine.
 */

import type { Figure } from '../format/numbers.ts';
import { count, decimals, percentFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { SideResult } from '../store/types.ts';
import { accuracyReceipt, agreementReceipt } from './lazyReceipts.ts';
import type { Receipt } from './receipts.ts';
import type { Range } from './Whisker.tsx';

export interface QualityFigure {
  readonly label: string;
  readonly figure: Figure;
  readonly range: Range | null;
  /** Where the axis ends at the latest. */
  readonly most: number;
  readonly note: string;
  readonly receipt: () => Promise<Receipt>;
}

export function qualityOf({ measurement }: SideResult): QualityFigure | null {
  const { accuracy, agreement, outputs, synthetic } = measurement.quality;
  const source = synthetic ? t('on made-up inputs') : null;
  if (accuracy) {
    return {
      label: t('Accuracy'),
      figure: percentFigure(accuracy.value),
      range: accuracy,
      most: 1,
      note: intervalWords(accuracy.low, accuracy.high, accuracy.n),
      receipt: () => accuracyReceipt(measurement),
    };
  }
  const receipt = (): Promise<Receipt> => agreementReceipt(measurement);
  if (agreement) {
    const note = source ?? intervalWords(agreement.low, agreement.high, agreement.n);
    return {
      label: t('Same answer'),
      figure: percentFigure(agreement.value),
      range: agreement,
      most: 1,
      note,
      receipt,
    };
  }
  const worst = outputs?.reduce((least, output) => (output.cosine < least.cosine ? output : least));
  if (!worst) return null;
  const note = `${decimals(worst.sqnr, 1)} dB${source ? `, ${source}` : ''}`;
  return {
    label: t('Cosine'),
    figure: { value: decimals(worst.cosine, 4), unit: '' },
    range: null,
    most: 1,
    note,
    receipt,
  };
}

// ---------------------------------------------------------------------------------------------------------------------

/** "97.4–98.7, n = 2,000" */
function intervalWords(low: number, high: number, n: number): string {
  return `${percentFigure(low).value}–${percentFigure(high).value}, n = ${count(n)}`;
}
