/** What the runs of all seeds say together. Pure. */
import type { Changes, Mean, Paired } from '../shared/figures.ts';
import { inWords, liesBelow, meanOver, pairedOver, rounded } from '../shared/figures.ts';
import type { Recorded } from '../shared/laboratory.ts';

export interface Judged extends Recorded {
  /** On the same images: the distilled student beside the label-trained one, four bits beside floats. */
  readonly beside?: Changes;
}

export interface Row {
  readonly seed: number;
  readonly labels: Judged;
  readonly distilled: Judged;
  readonly ptq: Judged;
  readonly qat: Judged;
}

export interface Findings {
  /** Accuracy in percent. */
  readonly accuracy: Readonly<Record<'labels' | 'distilled' | 'ptq' | 'qat', Mean>>;
  /** Mean +- standard error of the distilled students lies above that of the label-trained ones. */
  readonly apart: boolean;
  /** Distilled beside label-trained, the same images. */
  readonly paired: Paired;
  /** Points that four bits lose against the distilled student, each seed beside its own. */
  readonly lost: Readonly<Record<'ptq' | 'qat', Mean>>;
  /** The teacher's bytes over the student's. */
  readonly smaller: number;
}

export function findingsOf(teacher: Judged, rows: readonly Row[]): Findings {
  const percent = (which: 'labels' | 'distilled' | 'ptq' | 'qat') => rows.map((row) => 100 * row[which].accuracy.value);
  const accuracy = {
    labels: meanOver(percent('labels')),
    distilled: meanOver(percent('distilled')),
    ptq: meanOver(percent('ptq')),
    qat: meanOver(percent('qat')),
  };
  const float = percent('distilled');
  const lost = (which: 'ptq' | 'qat') => meanOver(percent(which).map((value, i) => float[i] - value));
  return {
    accuracy,
    apart: liesBelow(accuracy.labels, accuracy.distilled),
    paired: pairedOver(
      rows.flatMap(({ distilled }) => (distilled.beside ? [distilled.beside] : [])),
      rows[0]?.distilled.accuracy.n ?? 0,
    ),
    lost: { ptq: lost('ptq'), qat: lost('qat') },
    smaller: rounded(teacher.bytes / (rows[0]?.distilled.bytes ?? Number.NaN), 3),
  };
}

export function inSentences({ accuracy, apart, paired, lost, smaller }: Findings): string[] {
  return [
    ...Object.entries(accuracy).map(([which, mean]) => `${which}: ${inWords(mean)} % right`),
    `distilled and labels are ${apart ? '' : 'not '}apart; ${paired.toRight} to right, ${paired.toWrong} to wrong, p = ${paired.p}`,
    `four bits lose ${inWords(lost.ptq)} points by rounding, ${inWords(lost.qat)} when trained`,
    `the student has 1/${smaller} of the teacher's bytes`,
  ];
}
