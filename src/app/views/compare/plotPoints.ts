/** The runs of a sweep as points of the plot, the original before them, and each in words. */
import type { SweepTable } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import type { QualityName } from './figures.ts';
import { originalQuality, qualityOf, qualityText, qualityWords, timeText } from './figures.ts';
import type { PlotPoint } from './pareto.ts';

/** The original with index -1, then every measured run that has this quality. */
export function pointsOf(table: SweepTable, name: QualityName): PlotPoint[] {
  const { original, rows } = table;
  const whole = originalQuality(table);
  const speed = ({ speed: timed }: Pick<SweepTable['original'], 'speed'>) =>
    timed ? timed.medianMs / timed.batch : null;
  const runs = rows.flatMap((row): PlotPoint[] => {
    const quality = qualityOf(row, name);
    if (row.state !== 'measured' || !quality) return [];
    const { index, label, bytes, pareto } = row;
    return [
      {
        index,
        label: tell(label),
        bytes,
        quality: quality.value,
        low: quality.low,
        high: quality.high,
        ms: speed(row),
        pareto,
      },
    ];
  });
  const { low = whole, high = whole } = original.accuracy ?? {};
  return [
    {
      index: -1,
      label: t('Original'),
      bytes: original.bytes,
      quality: whole,
      low,
      high,
      ms: speed(original),
      pareto: false,
    },
    ...runs,
  ];
}

/** A point for whoever hears it: name, quality, bytes, time, and whether it is on the frontier. */
export function pointWords({ label, quality, bytes, ms, pareto }: PlotPoint, name: QualityName): string {
  const time = ms === null ? '' : t(', {time} a sample', { time: timeText(ms) });
  const line = pareto ? t(', on the line') : '';
  return `${label}: ${qualityWords(name)} ${qualityText(quality, name)}, ${text(bytesFigure(bytes))}${time}${line}`;
}
