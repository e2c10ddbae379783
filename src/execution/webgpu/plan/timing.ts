/** How long one step takes, by itself: its dispatches repeated until the clock can tell, and the median of samples. */
import type { Command, CommandStep, Commands } from './commands.ts';
import { encodePass } from './encode.ts';
import type { StepClock } from './stepClock.ts';

/** A sample should last this long, so that a coarse clock can tell. */
const targetMs = 2;
const mostRepeats = 64;

/** Milliseconds of one run of a step: one sample. */
export async function timeOnce(
  clock: StepClock,
  commands: Pick<Commands, 'params'>,
  { step, commands: own }: CommandStep,
): Promise<number> {
  const [label] = step.nodes.map(({ name }) => name);
  const time = (repeats: number) =>
    clock.time((encoder, timestampWrites) => {
      const repeated: Command[] = Array.from({ length: repeats }, () => own).flat();
      encodePass(encoder, commands, repeated, label, timestampWrites);
    });
  const once = await time(1);
  const repeats = Math.min(mostRepeats, Math.ceil(targetMs / Math.max(once, targetMs / mostRepeats)));
  return repeats === 1 ? once : (await time(repeats)) / repeats;
}

/** The median of `n` samples. */
export async function medianOf(n: number, sample: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < n; i++) all.push(await sample());
  return all.sort((a, b) => a - b)[n >> 1];
}
