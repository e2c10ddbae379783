/** "Each halving of bits halves memory and raises speed." */
import type { Speed } from '../api.ts';
import type { SweepTable, Verdict } from '../apiStudies.ts';
import type { Claim, ClaimPart } from './claim.ts';
import { atWidth, notMeasured, rowOf } from './claim.ts';

/** What still counts as a half: scales, biases and padding take their share. */
const half = { low: 0.45, high: 0.55 };

export const halvedBits: Claim = {
  id: 'halved-bits',
  text: 'Each halving of bits halves memory and raises speed.',
  experiment:
    'Weights are stored in 16, 8, 4 and 2 bits, the latter in groups of 32; bytes are counted and runs are timed here.',
  recipes: [16, 8, 4, 2].map(atWidth),
  speed: true,
  judge: (table) => [memory(table), speed(table)],
};

// ---------------------------------------------------------------------------------------------

interface Stage {
  readonly label: string;
  readonly bytes: number;
  readonly speed: Speed | undefined;
}

function stagesOf(table: SweepTable): Stage[] | undefined {
  const rows = ['FP16', 'INT8', 'INT4', 'INT2'].map((label) => rowOf(table, label));
  const stages = rows.flatMap((row) => (row ? [{ label: row.label, bytes: row.bytes, speed: row.speed }] : []));
  const first = { label: 'original', bytes: table.original.bytes, speed: table.original.speed };
  return stages.length === rows.length ? [first, ...stages] : undefined;
}

/** Each stage with the one before it. */
const steps = (stages: readonly Stage[]): [Stage, Stage][] => stages.slice(1).map((stage, i) => [stages[i], stage]);

function memory(table: SweepTable): ClaimPart {
  const text = 'Each halving halves memory';
  const stages = stagesOf(table);
  if (!stages) return notMeasured(text);
  const ratios = steps(stages).map(([before, after]) => ({ label: after.label, ratio: after.bytes / before.bytes }));
  const verdict = counted(ratios.map(({ ratio }) => (ratio >= half.low && ratio <= half.high ? 'holds' : 'fails')));
  const figures = ratios.map(({ label, ratio }) => `${label} ×${ratio.toFixed(2)}`).join(', ');
  return {
    text,
    verdict,
    detail: `${figures} of the bytes before; a half is ×0.45 to ×0.55, scales and biases included.`,
  };
}

function speed(table: SweepTable): ClaimPart {
  const text = 'Each halving raises speed';
  const stages = stagesOf(table);
  if (!stages?.every((stage) => stage.speed)) return notMeasured(text);
  const pairs = steps(stages).flatMap(([before, after]) =>
    before.speed && after.speed
      ? [{ label: after.label, verdict: faster(before.speed, after.speed), ms: after.speed.medianMs }]
      : [],
  );
  const first = stages[0].speed?.medianMs ?? 0;
  const figures = pairs.map(({ label, ms }) => `${label} ${ms.toFixed(2)} ms`).join(', ');
  const rule = 'faster is a median below the other’s p10 to p90, and the other way round.';
  return {
    text,
    verdict: counted(pairs.map(({ verdict }) => verdict)),
    detail: `original ${first.toFixed(2)} ms, ${figures}; ${rule}`,
  };
}

/** Times that overlap decide nothing. */
function faster(before: Speed, after: Speed): Verdict {
  if (after.medianMs < before.p10 && before.medianMs > after.p90) return 'holds';
  return after.medianMs > before.p90 && before.medianMs < after.p10 ? 'fails' : 'undecided';
}

function counted(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.every((verdict) => verdict === 'holds')) return 'holds';
  if (verdicts.includes('holds')) return 'partly';
  return verdicts.every((verdict) => verdict === 'undecided') ? 'undecided' : 'fails';
}
