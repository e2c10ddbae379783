/** What a row of a sweep says, in words and as CSV; which figure is its quality. Pure functions of rows. */
import type { Interval, SweepRow, SweepTable } from '../../../studio/api.ts';
import { accuracyChange, lowered, sizeChange, timeChange } from '../../format/changes.ts';
import { bytesFigure, count, decimals, percentFigure, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { ACTIVATION_OPTIONS, CLIP_OPTIONS, GRAIN_OPTIONS } from '../../recipe/options.ts';
import type { SideRecipe } from '../../recipe/recipe.ts';
import { lossText } from '../sensitivity/heat.ts';

/** The figure that rows are compared by: accuracy; without labels agreement; without scores cosine similarity. */
export type QualityName = 'accuracy' | 'agreement' | 'cosine';

export function qualityName({ rows, original }: SweepTable): QualityName {
  if (original.accuracy) return 'accuracy';
  return rows.some(({ agreement }) => agreement) ? 'agreement' : 'cosine';
}

export function qualityWords(name: QualityName): string {
  return { accuracy: t('accuracy'), agreement: t('same answer'), cosine: t('cosine') }[name];
}

/** A row's quality as a number with its interval, where it was measured. */
export function qualityOf(row: SweepRow, name: QualityName): Omit<Interval, 'n'> | undefined {
  const { cosine } = row;
  if (name !== 'cosine') return row[name];
  return cosine === undefined ? undefined : { value: cosine, low: cosine, high: cosine };
}

/** What the original has: its accuracy, or all of its own answers. */
export function originalQuality({ original }: SweepTable): number {
  return original.accuracy?.value ?? 1;
}

export function qualityText(value: number, name: QualityName): string {
  return name === 'cosine' ? decimals(value, 4) : text(percentFigure(value));
}

/** One line of the comparison of pinned runs: a word for each. */
export interface FactRow {
  readonly name: string;
  readonly note: string;
  readonly original: string;
  readonly of: (row: SweepRow, recipe: SideRecipe) => string;
}

/** The lines of the comparison. */
export function factsOf(table: SweepTable): readonly FactRow[] {
  const { original, samples } = table;
  const n = `n = ${count(samples)}`;
  return [
    { name: t('Weights'), note: t('bits'), original: t('as they came'), of: (_, { bits }) => String(bits) },
    { name: t('Scales'), note: t('who shares one'), original: '–', of: (_, recipe) => grainOf(recipe) },
    { name: t('Zero'), note: t('where it lies'), original: '–', of: (_, recipe) => zeroOf(recipe) },
    { name: t('Clipping'), note: t('of large weights'), original: '–', of: (_, recipe) => clipOf(recipe) },
    { name: t('Activations'), note: '', original: t('in floats'), of: (_, recipe) => activationsOf(recipe) },
    {
      name: t('Accuracy'),
      note: n,
      original: original.accuracy ? percent(original.accuracy) : '–',
      of: ({ accuracy }) => (accuracy ? percent(accuracy) : '–'),
    },
    {
      name: t('Change'),
      note: t('paired'),
      original: t('baseline'),
      of: ({ difference }) => (difference ? lowered(accuracyChange(difference)) : '–'),
    },
    {
      name: t('Same answer'),
      note: t('as the original'),
      original: t('by definition'),
      of: ({ agreement }) => (agreement ? percent(agreement) : '–'),
    },
    {
      name: t('Flips'),
      note: t('broke, mended'),
      original: '–',
      of: ({ flips }) => (flips ? `${count(flips.broke)}, ${count(flips.mended)}` : '–'),
    },
    { name: t('Drift'), note: t('KL, nats'), original: t('zero'), of: ({ kl }) => (kl ? lossText(kl.value) : '–') },
    {
      name: t('Size'),
      note: t('weights, scales'),
      original: text(bytesFigure(original.bytes)),
      of: ({ bytes }) => `${text(bytesFigure(bytes))}, ${sizeChange(bytes, original.bytes)}`,
    },
    {
      name: t('Time'),
      note: t('median a sample'),
      original: original.speed ? timeText(original.speed.medianMs / original.speed.batch) : '–',
      of: ({ speed }) => (speed && original.speed ? timeWords(speed, original.speed) : '–'),
    },
  ];
}

/** The table for other programs: one line a run. */
export function csvOf({ rows, original }: SweepTable): string {
  const head = 'run,state,bytes,bits per weight,accuracy,difference,agreement,kl,median ms,pareto,samples';
  const line = (row: SweepRow) =>
    [
      tell(row.label),
      row.state,
      row.bytes,
      row.bitsPerWeight,
      row.accuracy?.value,
      row.difference?.value,
      row.agreement?.value,
      row.kl?.value,
      row.speed?.medianMs,
      row.pareto,
      row.samples,
    ]
      .map((value) => value ?? '')
      .join(',');
  const first = ['Original', 'measured', original.bytes, '', original.accuracy?.value ?? '', '', 1, 0];
  return [head, [...first, original.speed?.medianMs ?? '', '', ''].join(','), ...rows.map(line)].join('\n');
}

/** "0.33 ms" of one sample. */
export function timeText(ms: number): string {
  return text(timeFigure(ms));
}

// ---------------------------------------------------------------------------------------------------------------------

type Timed = NonNullable<SweepRow['speed']>;

function timeWords(speed: Timed, other: Timed): string {
  return `${timeText(speed.medianMs / speed.batch)}, ${lowered(timeChange(speed, other))}`;
}

function percent({ value, low, high }: Interval): string {
  return `${text(percentFigure(value))} (${percentFigure(low).value}–${percentFigure(high).value})`;
}

const roundsWeights = ({ bits }: SideRecipe): boolean => bits <= 8;

function grainOf(recipe: SideRecipe): string {
  if (!roundsWeights(recipe)) return '–';
  return t(GRAIN_OPTIONS.find(({ value }) => value === recipe.grain)?.word ?? recipe.grain);
}

function zeroOf(recipe: SideRecipe): string {
  if (!roundsWeights(recipe)) return '–';
  return recipe.symmetric ? t('symmetric') : t('asymmetric');
}

function clipOf(recipe: SideRecipe): string {
  if (!roundsWeights(recipe)) return '–';
  return t(CLIP_OPTIONS.find(({ value }) => value === recipe.clip)?.word ?? recipe.clip);
}

function activationsOf({ activations }: SideRecipe): string {
  return t(ACTIVATION_OPTIONS.find(({ value }) => value === activations)?.word ?? activations);
}
