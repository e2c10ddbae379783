/** How the figures of a stage were measured, as receipts. */
import type { Interval, PrunedReport, StageSummary } from '../../studio/api.ts';
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

export function sizeReceipt({ bytes, parameters, pruned }: StageSummary): Receipt {
  return {
    title: text(bytesFigure(bytes)),
    what: t('Bytes of all parameters as they are stored. Counted, not estimated.'),
    rows: [
      [t('in all'), `${count(bytes)} B`],
      [t('parameters'), count(parameters)],
      ...(pruned ? prunedRows(pruned) : []),
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

/** "50 % of the weights are zero" */
export function prunedText({ method, sparsity }: PrunedReport): string {
  const share = text(percentFigure(sparsity));
  return method === 'magnitude'
    ? t('{share} of the weights are zero', { share })
    : t('{share} of the channels are gone', { share });
}

/** What is zero, what is stored and what is computed, told apart: a mask alone makes nothing smaller or faster. */
function prunedRows(pruned: PrunedReport): Receipt['rows'] {
  const { method, bytesBefore, bytesAfter, bytesIfSparse, flopsBefore, flopsAfter } = pruned;
  const change = `${text(bytesFigure(bytesBefore))} → ${text(bytesFigure(bytesAfter))}`;
  return [
    [t('pruned'), prunedText(pruned)],
    [t('bytes as stored'), change],
    ...(method === 'magnitude'
      ? [
          [
            t('bytes if zeros took a bit each'),
            t('{size}, an estimate', { size: text(bytesFigure(bytesIfSparse)) }),
          ] as const,
        ]
      : []),
    ...(flopsBefore === undefined || flopsAfter === undefined
      ? []
      : [[t('operations a sample'), `${count(flopsBefore)} → ${count(flopsAfter)}`] as const]),
  ];
}
