/** How a figure was measured, as rows of words: what it is, n, spread, clock, device, when. */

import type { Interval, Measurement, Provenance } from '../../studio/api.ts';
import { bytesFigure, count, decimals, moment, significant, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import type { SideName } from '../store/types.ts';

export interface Receipt {
  readonly title: string;
  /** What the number is, in one sentence. */
  readonly what: string;
  readonly rows: readonly (readonly [term: string, value: string])[];
  /** The side whose whole measurement can be handed on as a receipt that replays. */
  readonly side?: SideName;
}

export function sizeReceipt(measurement: Measurement, parameters: number): Receipt {
  const { bytes, bitsPerWeight, parts } = measurement.size;
  const rows: [string, number][] = [
    [t('codes'), parts.codes],
    [t('scales'), parts.scales],
    [t('zero points'), parts.zeroPoints],
    [t('padding'), parts.padding],
    [t('everything else'), parts.rest],
  ];
  return {
    title: text(bytesFigure(bytes)),
    what: t('Bytes of all parameters as they are stored. Counted, not estimated.'),
    rows: [
      ...rows.filter(([, part]) => part > 0).map(([name, part]) => [name, `${count(part)} B`] as const),
      [t('in all'), `${count(bytes)} B`],
      [t('parameters'), count(parameters)],
      [t('bits a weight'), t('{bits}, scales and padding included', { bits: decimals(bitsPerWeight, 2) })],
      ...whereRows(measurement.provenance),
    ],
  };
}

export function accuracyReceipt(measurement: Measurement): Receipt {
  const { accuracy, flips, kl, notes } = measurement.quality;
  return {
    title: accuracy ? t('{share} right', { share: `${decimals(accuracy.value * 100, 2)} %` }) : t('Accuracy'),
    what: t('Share of samples whose label is the top answer. The interval is Wilson’s, 95 %.'),
    rows: [
      ...(accuracy ? intervalRows(accuracy) : []),
      ...(flips ? flipRows(flips) : []),
      ...(kl ? [[t('drift (KL)'), t('{value} nats', { value: significant(kl.value) })] as const] : []),
      ...notes.map((note) => [t('note'), tell(note)] as const),
      ...whereRows(measurement.provenance),
    ],
  };
}

export function agreementReceipt(measurement: Measurement): Receipt {
  const { agreement, outputs, synthetic, flips, notes } = measurement.quality;
  const rows = (outputs ?? []).map(
    ({ output, cosine, sqnr, maxError }) =>
      [
        output,
        t('cosine {cosine}, {sqnr} dB, largest error {error}', {
          cosine: decimals(cosine, 4),
          sqnr: decimals(sqnr, 1),
          error: significant(maxError),
        }),
      ] as const,
  );
  return {
    title: agreement ? t('{share} % the same', { share: decimals(agreement.value * 100, 2) }) : t('Agreement'),
    what: synthetic
      ? t('How much of the baseline’s answer is kept, on made-up inputs: no data is opened.')
      : t('Share of samples on which the top answer is the same as the baseline’s.'),
    rows: [
      ...(agreement ? intervalRows(agreement) : []),
      ...rows,
      ...(flips ? flipRows(flips) : []),
      ...notes.map((note) => [t('note'), tell(note)] as const),
      ...whereRows(measurement.provenance),
    ],
  };
}

export function timeReceipt(measurement: Measurement): Receipt {
  const { speed } = measurement;
  if (!speed) return { title: t('Time'), what: t('Not measured yet.'), rows: whereRows(measurement.provenance) };
  const { medianMs, p10, p90, n, batch, threads, clock, coldMs, peakBytes } = speed;
  const batched = batch > 1 ? t(', {time} a batch', { time: text(timeFigure(medianMs)) }) : '';
  return {
    title: t('{time} a sample', { time: text(timeFigure(medianMs / batch)) }),
    what: t(
      'Median of warm runs. Sides are called different only where each median lies outside the other’s p10 to p90.',
    ),
    rows: [
      [
        t('p10 to p90'),
        t('{low} to {high}', { low: text(timeFigure(p10)), high: text(timeFigure(p90)) }) +
          (batch > 1 ? t(' a batch') : ''),
      ],
      [t('runs'), count(n)],
      [t('batch'), `${count(batch)}${batched}`],
      [t('threads'), count(threads)],
      [t('clock'), clock === 'wall' ? t('wall clock') : t('GPU timestamps')],
      [t('cold start'), t('{time}, compiling included', { time: text(timeFigure(coldMs)) })],
      ...(peakBytes ? [[t('peak memory'), text(bytesFigure(peakBytes))] as const] : []),
      ...whereRows(measurement.provenance),
    ],
  };
}

/** Where and when: the last rows of every receipt. */
export function whereRows({ kind, executor, device, browser, when, seconds }: Provenance): Receipt['rows'] {
  return [
    [t('executor'), executor],
    [kind === 'recorded' ? t('recorded on') : t('device'), tell(device)],
    [t('browser'), tell(browser)],
    [t('when'), t('{moment}, took {seconds} s', { moment: moment(when), seconds: significant(seconds) })],
  ];
}

// ---------------------------------------------------------------------------------------------------------------------

function intervalRows({ low, high, n }: Interval): Receipt['rows'] {
  return [
    [t('95 % interval'), t('{low} to {high} %', { low: decimals(low * 100, 2), high: decimals(high * 100, 2) })],
    [t('samples'), count(n)],
  ];
}

function flipRows({
  broke,
  mended,
  changed,
  p,
  difference,
}: NonNullable<Measurement['quality']['flips']>): Receipt['rows'] {
  const paired = difference
    ? [
        [
          t('paired difference'),
          t('{value} points, {low} to {high}', {
            value: decimals(difference.value * 100, 2),
            low: decimals(difference.low * 100, 2),
            high: decimals(difference.high * 100, 2),
          }),
        ] as const,
      ]
    : [];
  return [
    [
      t('broke, mended'),
      t('{broke}, {mended}; {changed} wrong in both ways', {
        broke: count(broke.length),
        mended: count(mended.length),
        changed: count(changed.length),
      }),
    ],
    ...paired,
    [t('McNemar’s exact p'), p < 0.001 ? t('below 0.001') : decimals(p, 3)],
  ];
}
