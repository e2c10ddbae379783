/** What the grid of samples shows: which samples, what each side answers, how sure it is, where they disagree. */

import type { Quality } from '../../studio/api.ts';
import type { ImageShelf } from '../engine/imageShelf.ts';
import { t } from '../messages/t.ts';
import type { SampleFilter, SampleSelection } from '../store/types.ts';

export interface Answer {
  readonly top: number;
  readonly confidence: number;
}

export interface Cell {
  readonly sample: number;
  readonly label: number | null;
  readonly a: Answer | null;
  readonly b: Answer | null;
  /** Whether A and B answer differently. */
  readonly flip: boolean;
  /** Whether B is right where A is wrong. */
  readonly mended: boolean;
}

/** The part of a side's result that the grid reads. */
export interface Answered {
  readonly measurement: { readonly quality: Pick<Quality, 'answers'> };
}

type Results = Readonly<Record<'a' | 'b', Answered | null>>;

/** Answers of a recording to samples that were not recorded. */
export const NOT_ANSWERED = -1;

/** At most this share of the grid is given to flips that lie further on. */
const MOST_FLIPS = 1 / 3;

/**
 * What the grid shows: with a filter, those samples only; else the first ones, with flips from further on moved in, each
 * to a place of its own, so that the grid stands still while the dial is turned.
 */
export function cellsOf(
  results: Results,
  images: ImageShelf,
  samples: number,
  asked: { readonly filter: SampleFilter; readonly only: SampleSelection | null },
  count: number,
): Cell[] {
  const flips = flipsOf(results);
  const whole = asked.filter === 'all' && asked.only === null;
  const listed = whole
    ? withFlips(Math.min(samples, count), flips)
    : samplesFor(results, images, samples, asked).slice(0, count);
  return listed.map((sample) => {
    const label = labelAt(results, images, sample);
    const [a, b] = [answerOf(results.a, sample), answerOf(results.b, sample)];
    const flip = a !== null && b !== null && a.top !== b.top;
    return { sample, label, a, b, flip, mended: flip && b?.top === label };
  });
}

/** Every sample that a filter and a selection ask for, in the order in which they are shown. */
export function samplesFor(
  results: Results,
  images: ImageShelf,
  samples: number,
  { filter, only }: { readonly filter: SampleFilter; readonly only: SampleSelection | null },
): number[] {
  const all = filter === 'flips' ? flipsOf(results) : Array.from({ length: samples }, (_, i) => i);
  const chosen = all.filter((sample) => only === null || isAmong(results, images, sample, only));
  if (filter !== 'unsure') return chosen;
  const drops = new Map(chosen.map((sample) => [sample, dropOf(results, sample)]));
  const drop = (sample: number): number => drops.get(sample) ?? 0;
  return chosen.filter((sample) => drop(sample) > 0).sort((p, q) => drop(q) - drop(p));
}

/** Samples on which the two sides disagree, as far as both have answered. */
export function flipsOf(results: Results): number[] {
  const [a, b] = [results.a?.measurement.quality.answers?.top, results.b?.measurement.quality.answers?.top];
  if (!a || !b) return [];
  const flips: number[] = [];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i] && a[i] !== NOT_ANSWERED && b[i] !== NOT_ANSWERED) flips.push(i);
  }
  return flips;
}

/** The cell in words, for those who cannot see it. */
export function cellWords({ sample, label, a, b, flip, mended }: Cell, name: (index: number) => string): string {
  const truth =
    label === null ? t('Sample {sample}.', { sample }) : t('Sample {sample}, {label}.', { sample, label: name(label) });
  const says = (side: string, answer: Answer | null): string[] => {
    if (answer === null) return [];
    const values = { side, answer: name(answer.top), share: Math.round(answer.confidence * 100) };
    const wrong = label !== null && answer.top !== label;
    return [
      wrong
        ? t('{side} says {answer}, {share} % sure, wrong.', values)
        : t('{side} says {answer}, {share} % sure.', values),
    ];
  };
  const verdict = flip ? [mended ? t('B mends it.') : t('They disagree.')] : [];
  return [truth, ...says('A', a), ...says('B', b), ...verdict].join(' ');
}

// ---------------------------------------------------------------------------------------------------------------------

function labelAt(results: Results, images: ImageShelf, sample: number): number | null {
  const known = results.a?.measurement.quality.answers?.labels ?? results.b?.measurement.quality.answers?.labels;
  return known?.[sample] ?? images.labelOf(sample) ?? null;
}

function isAmong(results: Results, images: ImageShelf, sample: number, { truth, a, b }: SampleSelection): boolean {
  if (truth !== undefined && labelAt(results, images, sample) !== truth) return false;
  if (a !== undefined && answerOf(results.a, sample)?.top !== a) return false;
  return b === undefined || answerOf(results.b, sample)?.top === b;
}

/** How much less of its share A's answer has in B, at least: where B answers another, it has what that one leaves. */
function dropOf(results: Results, sample: number): number {
  const [a, b] = [answerOf(results.a, sample), answerOf(results.b, sample)];
  if (!a || !b) return 0;
  return a.confidence - (a.top === b.top ? b.confidence : Math.min(b.confidence, 1 - b.confidence));
}

function answerOf(result: Answered | null, sample: number): Answer | null {
  const answers = result?.measurement.quality.answers;
  const top = answers?.top[sample];
  return top === undefined || top === NOT_ANSWERED ? null : { top, confidence: answers?.confidence[sample] ?? 0 };
}

/** The first `count` samples, some of them replaced by flips from further on. */
function withFlips(count: number, flips: readonly number[]): number[] {
  const listed = Array.from({ length: count }, (_, i) => i);
  const inside = flips.filter((sample) => sample < count);
  const taken = new Set(inside);
  const room = Math.max(0, Math.floor(count * MOST_FLIPS) - inside.length);
  for (const sample of flips.filter((flip) => flip >= count).slice(0, room)) {
    let at = Math.imul(sample, 0x9e3779b1) >>> 0;
    while (taken.has(at % count)) at++;
    taken.add(at % count);
    listed[at % count] = sample;
  }
  return listed;
}
