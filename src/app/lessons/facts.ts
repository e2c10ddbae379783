/**
 * What a lesson may say of the stage now. Every figure comes from the store's measurements; one that is not there yet is
 * an ellipsis, never a number from the lesson itself.
 */
import type { LayerError, LayerSummary, Speed } from '../../studio/api.ts';
import { accuracyChange, lowered, noDifference, timeChange } from '../format/changes.ts';
import { bytesFigure, count, decimals, percentFigure, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { SideRecipe } from '../recipe/recipe.ts';
import type { AppState } from '../store/appStore.ts';
import { trustOf } from '../store/results.ts';
import type { SideName, SideResult, Trust, ViewName } from '../store/types.ts';
import type { TrainingSetup } from '../training/setup.ts';
import type { Figured } from './say.ts';

export interface SideFacts {
  /** What the side is asked to be now. */
  readonly recipe: SideRecipe;
  readonly result: SideResult | null;
  readonly trust: Trust;
}

export interface Facts {
  readonly view: ViewName;
  readonly layers: readonly LayerSummary[];
  /** The layer with the most weights: where rounding saves most. */
  readonly largest: LayerSummary | undefined;
  readonly weights: number;
  readonly samples: number;
  readonly a: SideFacts;
  readonly b: SideFacts;
  /** Whether a note on a sample is open. */
  readonly looking: boolean;
  readonly training: TrainingFacts;
  /** Accuracy of the network with all weights rounded to so many bits, where that was measured on this page. */
  readonly rounded: (bits: number) => number | null;
}

/** What a lesson may say of training: the run on the stage, and what earlier runs came to. */
export interface TrainingFacts {
  readonly temperature: number;
  /** What the run that has ended was asked to be; null while none has. */
  readonly ended: TrainingSetup | null;
  /** Shares of the digits that were held out: right, and answered as the teacher answers. */
  readonly right: number | null;
  readonly alike: number | null;
  readonly trust: Trust;
  /** Shares right of the newest student of this width that learned so; null before there is one. */
  readonly student: (form: 'distill' | 'train') => number | null;
}

const NO_TRAINING: TrainingFacts = {
  temperature: 0,
  ended: null,
  right: null,
  alike: null,
  trust: 'stale',
  student: () => null,
};

export function factsOf(state: AppState, training: TrainingFacts = NO_TRAINING): Facts {
  const layers = state.bases[0]?.model.layers ?? [];
  return {
    view: state.view,
    layers,
    largest: layers.reduce<LayerSummary | undefined>(
      (most, layer) => (most === undefined || layer.bytes > most.bytes ? layer : most),
      undefined,
    ),
    weights: layers.reduce((sum, layer) => sum + weightsOf(layer), 0),
    samples: state.opened?.data.samples ?? 0,
    a: sideFacts(state, 'a'),
    b: sideFacts(state, 'b'),
    looking: state.sample !== null,
    training,
    rounded: (bits) => roundedIn(state, bits),
  };
}

/** Whether both sides have been measured whole for the recipes that stand there now. */
export function isSettled({ a, b }: Facts): boolean {
  return [a, b].every(({ trust, result }) => result !== null && (trust === 'live' || trust === 'recorded'));
}

/** "45.4 kB" */
export function sizeOf({ result, trust }: SideFacts): Figured {
  return figured(result && text(bytesFigure(result.measurement.size.bytes)), trust);
}

/** Bytes of one side over bytes of the other, "14.4 %". */
export function shareOf(side: SideFacts, whole: SideFacts): Figured {
  const ratio = bytesRatio(side, whole);
  return figured(ratio === null ? null : text(percentFigure(ratio)), side.trust);
}

export function bytesRatio(side: SideFacts, whole: SideFacts): number | null {
  if (!side.result || !whole.result) return null;
  return side.result.measurement.size.bytes / whole.result.measurement.size.bytes;
}

/** "4.51 bits" */
export function bitsOf({ result, trust }: SideFacts): Figured {
  return figured(result && `${decimals(result.measurement.size.bitsPerWeight, 2)}\u00a0${t('bits')}`, trust);
}

/** A part of the bytes: "4,992 bytes" */
export function partOf({ result, trust }: SideFacts, part: keyof SideResult['measurement']['size']['parts']): Figured {
  return figured(result && `${count(result.measurement.size.parts[part])}\u00a0${t('bytes')}`, trust);
}

/** Share of right answers, null where that was not measured. */
export function accuracyOf({ result }: SideFacts): number | null {
  return result?.measurement.quality.accuracy?.value ?? null;
}

/** "98.7 %" */
export function rightOf(side: SideFacts): Figured {
  const accuracy = accuracyOf(side);
  return figured(accuracy === null ? null : text(percentFigure(accuracy)), side.trust);
}

/** Share of the samples of which A is surer than 99 in 100; null before it has answered. */
export function sureShare({ a }: Facts): number | null {
  const confidence = a.result?.measurement.quality.answers?.confidence;
  if (!confidence?.length) return null;
  let sure = 0;
  for (const one of confidence) if (one > SURE) sure++;
  return sure / confidence.length;
}

/** A share as a figure, "98.7 %". */
export function shareFigure(share: number | null, trust: Trust): Figured {
  return figured(share === null ? null : text(percentFigure(share)), trust);
}

/** Share of samples on which B answers as A does. */
export function agreementOf({ b }: Facts): number | null {
  return b.result?.measurement.quality.agreement?.value ?? null;
}

/** "99.7 %" */
export function alikeOf(facts: Facts): Figured {
  const agreement = agreementOf(facts);
  return figured(agreement === null ? null : text(percentFigure(agreement)), facts.b.trust);
}

/** How B's right answers changed against A's: -1 fewer, 0 no difference measured, 1 more; null before it is known. */
export function accuracySign({ b }: Facts): -1 | 0 | 1 | null {
  const difference = b.result?.measurement.quality.flips?.difference;
  if (!difference) return null;
  if (difference.low <= 0 && difference.high >= 0) return 0;
  return difference.value < 0 ? -1 : 1;
}

/** "0.9 points lower", "no difference measured" */
export function accuracyWords({ b }: Facts): Figured {
  const difference = b.result?.measurement.quality.flips?.difference;
  return figured(difference ? lowered(accuracyChange(difference)) : null, b.trust);
}

/** Signal to noise of a layer's weights in decibels; null where the layer is as it came or not known. */
export function decibelsOf({ result }: SideFacts, node: string | undefined): number | null {
  return result?.errors.find((error) => error.node === node)?.sqnr ?? null;
}

/** "20.6 dB" */
export function noiseOf(side: SideFacts, node: string | undefined): Figured {
  const sqnr = decibelsOf(side, node);
  return figured(sqnr === null ? null : `${decimals(sqnr, 1)}\u00a0dB`, side.trust);
}

/** The layer whose weights strayed furthest. */
export function worstOf({ result }: SideFacts): LayerError | undefined {
  return result?.errors.reduce<LayerError | undefined>(
    (worst, error) => (worst === undefined || error.sqnr < worst.sqnr ? error : worst),
    undefined,
  );
}

/** Median time of one sample, "0.28 ms" */
export function timeOf({ result, trust }: SideFacts): Figured {
  const speed = result?.measurement.speed;
  return figured(speed ? text(timeFigure(speed.medianMs / speed.batch)) : null, trust);
}

/** B against A in time: -1 slower, 0 no difference measured, 1 faster; null before both are known. */
export function speedSign(facts: Facts): -1 | 0 | 1 | null {
  const speeds = speedsOf(facts);
  if (!speeds || timeChange(speeds.b, speeds.a) === noDifference()) return speeds ? 0 : null;
  return speeds.b.medianMs < speeds.a.medianMs ? 1 : -1;
}

/** "1.3 times faster", "no difference measured" */
export function speedWords(facts: Facts): Figured {
  const speeds = speedsOf(facts);
  return figured(speeds ? lowered(timeChange(speeds.b, speeds.a)) : null, facts.b.trust);
}

export function weightsOf({ shape }: LayerSummary): number {
  return shape.reduce((product, size) => product * size, 1);
}

// ---------------------------------------------------------------------------------------------------------------------

/** What counts as sure. */
const SURE = 0.99;

function roundedIn({ runs }: AppState, bits: number): number | null {
  const run = runs.find(({ spec }) => spec.base === null && spec.recipe.bits === bits);
  return run?.quality ?? null;
}

function sideFacts(state: AppState, side: SideName): SideFacts {
  return { recipe: state.sides[side].recipe, result: state.results[side], trust: trustOf(state, side) };
}

function figured(words: string | null | undefined, trust: Trust): Figured {
  return { text: words ?? '…', trust };
}

/** Times that may be compared: of the same batch. */
function speedsOf({ a, b }: Facts): { readonly a: Speed; readonly b: Speed } | null {
  const speeds = { a: a.result?.measurement.speed, b: b.result?.measurement.speed };
  if (!speeds.a || !speeds.b || speeds.a.batch !== speeds.b.batch) return null;
  return { a: speeds.a, b: speeds.b };
}
