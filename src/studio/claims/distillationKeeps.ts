/** "Distillation keeps 60 to 90 % of the quality at 10 to 20 % of the size": a table that articles copy from each other. */
import type { Interval } from '../api.ts';
import type { SweepTable } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { lessonOf, notMeasured, rowOf } from './claim.ts';

const kept = { least: 0.6, most: 0.9 };
const share = { least: 0.1, most: 0.2 };

/** Widths whose weights, which go with the square of the width, come to 10 to 20 % of a plain network. */
const widths = [1 / 3, 0.4];
const label = (width: number): string => `student of ${Math.round(width * 100)} % of the channels`;

export const distillationKeeps: Claim = {
  id: 'distillation-keeps',
  text: 'Distillation keeps 60 to 90 % of the quality at 10 to 20 % of the size.',
  experiment:
    'Two students, with 33 and 40 % of the channels, learn from the network; their accuracy is divided by its own.',
  recipes: widths.map((width) => ({
    label: label(width),
    recipe: {
      version: 1,
      name: label(width),
      steps: [
        {
          kind: 'distill',
          student: { from: 'teacher', width, init: 'fresh' },
          loss: { kind: 'logit', divergence: 'forward', temperature: 4, alpha: 0.9 },
          ...lessonOf(300),
        },
      ],
    },
  })),
  speed: false,
  trains: true,
  judge: (table) => [atLeast(table), atMost(table)],
};

// ---------------------------------------------------------------------------------------------

interface Student {
  readonly words: string;
  readonly kept: Interval;
}

/** The students that came out in the size that the claim speaks of, with the share of accuracy that they kept. */
function students(table: SweepTable): Student[] {
  const { accuracy: whole, bytes } = table.original;
  if (!whole) return [];
  return widths.flatMap((width) => {
    const row = rowOf(table, label(width));
    const size = row ? row.bytes / bytes : 0;
    if (!row?.accuracy || size < share.least || size > share.most) return [];
    const { value, low, high, n } = row.accuracy;
    const part = { value: value / whole.value, low: low / whole.value, high: high / whole.value, n };
    return [{ words: `${percent(part.value)} at ${percent(size)} of the bytes`, kept: part }];
  });
}

function atLeast(table: SweepTable): ClaimPart {
  const text = 'At 10 to 20 % of the size at least 60 % is kept';
  const found = students(table);
  if (found.length === 0) return notMeasured(text);
  const all = (test: (interval: Interval) => boolean): boolean => found.every((one) => test(one.kept));
  const verdict = all(({ low }) => low >= kept.least)
    ? 'holds'
    : all(({ high }) => high < kept.least)
      ? 'fails'
      : 'partly';
  return {
    text,
    verdict,
    detail: `${found.map(({ words }) => words).join(', ')}; kept is accuracy over the teacher’s.`,
  };
}

function atMost(table: SweepTable): ClaimPart {
  const text = 'More than 90 % is not to be had there';
  const found = students(table);
  if (found.length === 0) return notMeasured(text);
  const best = found.reduce((one, other) => (other.kept.value > one.kept.value ? other : one));
  const verdict = best.kept.low > kept.most ? 'fails' : best.kept.high <= kept.most ? 'holds' : 'undecided';
  return { text, verdict, detail: `the best keeps ${best.words}; the claim ends at 90 %.` };
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
