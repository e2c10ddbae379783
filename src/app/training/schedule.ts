/**
 * What a schedule makes of the highest rate at a step, as the recipes of the page use schedules: no warm-up but one
 * cycle's own, down to nothing. The engine's own is `src/training/schedule.ts`; a test holds this one to it.
 */
import type { ScheduleKind } from './setup.ts';

/** @param step counted from 0, of `steps` */
export function rateFactor(kind: ScheduleKind, step: number, steps: number): number {
  const share = step / Math.max(1, steps);
  switch (kind) {
    case 'constant':
      return 1;
    case 'linear':
      return 1 - share;
    case 'cosine':
      return (1 + Math.cos(Math.PI * share)) / 2;
    case 'one-cycle':
      return oneCycle(step, steps);
    default:
      return kind satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

const [CYCLE_START, CYCLE_END, CYCLE_RISE] = [1 / 25, 4e-6, 0.3];

function oneCycle(step: number, steps: number): number {
  const peak = Math.round(CYCLE_RISE * steps);
  const rises = step < peak;
  const [from, to] = rises ? [CYCLE_START, 1] : [1, CYCLE_END];
  const share = rises ? step / peak : (step - peak) / Math.max(1, steps - peak);
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
