/**
 * Learning rates over a run: a warm-up in a straight line, then constant, linear or cosine decay; or one cycle.
 * Cosine: Loshchilov and Hutter, 2016, arXiv:1608.03983, without restarts. One cycle: Smith and Topin, 2017,
 * arXiv:1708.07120, with cosines both ways and PyTorch's shares.
 */
export interface Schedule {
  readonly kind: 'constant' | 'linear' | 'cosine' | 'one-cycle';
  /** Steps at the start over which the rate rises from 0; none when left out, 30 % of all for `one-cycle`. */
  readonly warmUp?: number;
  /** What the rate falls to, as a share of the highest; 0 when left out. Not for `constant`. */
  readonly floor?: number;
}

/** The learning rate of a step, counted from 0, of `steps` in all; `highest` is reached after the warm-up. */
export function learningRateAt(schedule: Schedule, highest: number, step: number, steps: number): number {
  const { warmUp = 0, floor = 0 } = schedule;
  if (schedule.kind === 'one-cycle') return highest * oneCycle(schedule, step, steps);
  if (step < warmUp) return (highest * (step + 1)) / warmUp;
  const share = (step - warmUp) / Math.max(1, steps - warmUp);
  return highest * (floor + (1 - floor) * left(schedule.kind, share));
}

// ---------------------------------------------------------------------------------------------

/** How much of the way down is left after a share of the steps. */
function left(kind: Exclude<Schedule['kind'], 'one-cycle'>, share: number): number {
  switch (kind) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - share;
    case 'cosine':
      return (1 + Math.cos(Math.PI * share)) / 2;
    default:
      return kind satisfies never;
  }
}

/** Where one cycle starts and ends, as shares of its peak. */
const cycleStart = 1 / 25;
const cycleEnd = 4e-6;
const cycleRise = 0.3;

function oneCycle({ warmUp, floor = cycleEnd }: Schedule, step: number, steps: number): number {
  const peak = warmUp ?? Math.round(cycleRise * steps);
  const [from, to, share] =
    step < peak ? [cycleStart, 1, step / peak] : [1, floor, (step - peak) / Math.max(1, steps - peak)];
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
