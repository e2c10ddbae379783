/** How a figure was measured, as rows of words: what it is, n, spread, clock, device, when. */
import type { Interval, Measurement, Provenance } from '../../studio/api.ts';
import { bytesFigure, count, decimals, moment, significant, text, timeFigure } from '../format/numbers.ts';

export interface Receipt {
  readonly title: string;
  /** What the number is, in one sentence. */
  readonly what: string;
  readonly rows: readonly (readonly [term: string, value: string])[];
}

export function sizeReceipt(measurement: Measurement, parameters: number): Receipt {
  const { bytes, bitsPerWeight, parts } = measurement.size;
  const rows: [string, number][] = [
    ['codes', parts.codes],
    ['scales', parts.scales],
    ['zero points', parts.zeroPoints],
    ['padding', parts.padding],
    ['everything else', parts.rest],
  ];
  return {
    title: text(bytesFigure(bytes)),
    what: 'Bytes of all parameters as they are stored. Counted, not estimated.',
    rows: [
      ...rows.filter(([, part]) => part > 0).map(([name, part]) => [name, `${count(part)} B`] as const),
      ['in all', `${count(bytes)} B`],
      ['parameters', count(parameters)],
      ['bits a weight', `${decimals(bitsPerWeight, 2)}, scales and padding included`],
      ...whereRows(measurement.provenance),
    ],
  };
}

export function accuracyReceipt(measurement: Measurement): Receipt {
  const { accuracy, flips, kl, notes } = measurement.quality;
  return {
    title: accuracy ? `${decimals(accuracy.value * 100, 2)} % right` : 'Accuracy',
    what: 'Share of samples whose label is the top answer. The interval is Wilson’s, 95 %.',
    rows: [
      ...(accuracy ? intervalRows(accuracy) : []),
      ...(flips ? flipRows(flips) : []),
      ...(kl ? [['drift (KL)', `${significant(kl.value)} nats`] as const] : []),
      ...notes.map((note) => ['note', note] as const),
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
        `cosine ${decimals(cosine, 4)}, ${decimals(sqnr, 1)} dB, largest error ${significant(maxError)}`,
      ] as const,
  );
  return {
    title: agreement ? `${decimals(agreement.value * 100, 2)} % the same` : 'Agreement',
    what: synthetic
      ? 'How much of the baseline’s answer is kept, on made-up inputs: no data is opened.'
      : 'Share of samples on which the top answer is the same as the baseline’s.',
    rows: [
      ...(agreement ? intervalRows(agreement) : []),
      ...rows,
      ...(flips ? flipRows(flips) : []),
      ...notes.map((note) => ['note', note] as const),
      ...whereRows(measurement.provenance),
    ],
  };
}

export function timeReceipt(measurement: Measurement): Receipt {
  const { speed } = measurement;
  if (!speed) return { title: 'Time', what: 'Not measured yet.', rows: whereRows(measurement.provenance) };
  const { medianMs, p10, p90, n, batch, threads, clock, coldMs, peakBytes } = speed;
  const batched = batch > 1 ? `, ${text(timeFigure(medianMs))} a batch` : '';
  return {
    title: `${text(timeFigure(medianMs / batch))} a sample`,
    what: 'Median of warm runs. Sides are called different only where each median lies outside the other’s p10 to p90.',
    rows: [
      ['p10 to p90', `${text(timeFigure(p10))} to ${text(timeFigure(p90))}${batch > 1 ? ' a batch' : ''}`],
      ['runs', count(n)],
      ['batch', `${count(batch)}${batched}`],
      ['threads', count(threads)],
      ['clock', clock === 'wall' ? 'wall clock' : 'GPU timestamps'],
      ['cold start', `${text(timeFigure(coldMs))}, compiling included`],
      ...(peakBytes ? [['peak memory', text(bytesFigure(peakBytes))] as const] : []),
      ...whereRows(measurement.provenance),
    ],
  };
}

/** Where and when: the last rows of every receipt. */
export function whereRows({ kind, executor, device, browser, when, seconds }: Provenance): Receipt['rows'] {
  return [
    ['executor', executor],
    [kind === 'recorded' ? 'recorded on' : 'device', device],
    ['browser', browser],
    ['when', `${moment(when)}, took ${significant(seconds)} s`],
  ];
}

// ---------------------------------------------------------------------------------------------------------------------

function intervalRows({ low, high, n }: Interval): Receipt['rows'] {
  return [
    ['95 % interval', `${decimals(low * 100, 2)} to ${decimals(high * 100, 2)} %`],
    ['samples', count(n)],
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
          'paired difference',
          `${decimals(difference.value * 100, 2)} points, ${decimals(difference.low * 100, 2)} to ${decimals(difference.high * 100, 2)}`,
        ] as const,
      ]
    : [];
  return [
    ['broke, mended', `${count(broke.length)}, ${count(mended.length)}; ${count(changed.length)} wrong in both ways`],
    ...paired,
    ['McNemar’s exact p', p < 0.001 ? 'below 0.001' : decimals(p, 3)],
  ];
}
