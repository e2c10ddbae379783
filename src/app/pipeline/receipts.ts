/** How the figures of a stage were measured, as receipts. */
import type { Interval, StageSummary } from '../../studio/api.ts';
import { bytesFigure, count, decimals, moment, percentFigure, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Receipt } from '../sides/receipts.ts';

export function qualityReceipt({ metrics, intervals, measuredOn }: StageSummary, when: string): Receipt {
  const { heldOut, agreement } = metrics;
  return {
    title: t('Quality of a stage'),
    what: t('Measured when the stage was over, on samples that no stage learns from.'),
    rows: [
      ...(heldOut === undefined
        ? []
        : [[t('right'), `${decimals(heldOut * 100, 2)} %${bounds(intervals?.heldOut)}`] as const]),
      ...(agreement === undefined
        ? []
        : [[t('like the original'), `${decimals(agreement * 100, 2)} %${bounds(intervals?.agreement)}`] as const]),
      ...(measuredOn ? [[t('measured on'), `${measuredOn.name}, ${count(measuredOn.samples)}`] as const] : []),
      [t('when'), moment(when)],
    ],
  };
}

export function sizeReceipt({ bytes, parameters }: StageSummary): Receipt {
  return {
    title: text(bytesFigure(bytes)),
    what: t('Bytes of all parameters as they are stored. Counted, not estimated.'),
    rows: [
      [t('in all'), `${count(bytes)} B`],
      [t('parameters'), count(parameters)],
    ],
  };
}

export function speedReceipt(speed: NonNullable<StageSummary['speed']>, when: string): Receipt {
  const { medianMs, p10, p90, n, batch, executor } = speed;
  return {
    title: text(timeFigure(medianMs / batch)),
    what: t('Median of a few whole runs, timed between stages. A glance; side B is measured properly at the end.'),
    rows: [
      [t('middle 80 %'), `${text(timeFigure(p10))} – ${text(timeFigure(p90))}`],
      [t('runs'), count(n)],
      [t('samples a run'), count(batch)],
      [t('executor'), executor],
      [t('when'), moment(when)],
    ],
  };
}

/** Shares as they stand in the table. */
export const shareText = (share: number | undefined): string =>
  share === undefined ? '–' : text(percentFigure(share));

/** "(96.1–98.0)", the 95 % interval of a share, in per cent; nothing for runs of a time that did not keep it. */
export const intervalText = (interval: Interval | undefined): string =>
  interval ? `(${percentFigure(interval.low).value}–${percentFigure(interval.high).value})` : '';

const bounds = (interval: Interval | undefined): string => (interval ? ` ${intervalText(interval)}` : '');
