/**
 * Times the variants that a graph has to choose between, each in the place where it would run: the program is lowered
 * with that variant, and its one step timed on buffers of its own. Slow candidates are dropped after one sample, as
 * cubecl's tuner does. Takes seconds, so it belongs in idle time.
 */
import type { TaskOptions } from '../../../core/task.ts';
import { createProgressReporter, throwIfAborted } from '../../../core/task.ts';
import type { CompiledProgram } from '../compile/compileProgram.ts';
import type { LoweredGraph } from '../compile/lowerGraph.ts';
import { planMemory } from '../compile/memoryPlan.ts';
import type { Choice, Step } from '../compile/program.ts';
import { wholeOf } from '../compile/program.ts';
import type { Device } from '../device.ts';
import { isExecutionError } from '../errors.ts';
import { prepareCommands } from '../plan/commands.ts';
import { allocate } from '../plan/planBuffers.ts';
import { createStepClock } from '../plan/stepClock.ts';
import { medianOf, timeOnce } from '../plan/timing.ts';
import type { TuningRow, TuningTable } from './tuningTable.ts';

/** Lowers the graph with one variant forced for one family and shape class. */
export type LowerWith = (family: string, shapeClass: string, variant: string) => CompiledProgram;

/** @returns the rows that were measured now; those that the table had are left as they are */
export async function tuneProgram(
  device: Device,
  table: TuningTable,
  program: LoweredGraph,
  lowerWith: LowerWith,
  options: TaskOptions,
): Promise<TuningRow[]> {
  const open = openQuestions(program.choices, table);
  const report = createProgressReporter('timing kernels', open.length, options.onProgress);
  const rows: TuningRow[] = [];
  for (const choice of open) {
    throwIfAborted(options.signal);
    const row = await measure(device, choice, lowerWith);
    await table.add(row);
    rows.push(row);
    report(rows.length);
  }
  return rows;
}

// ---------------------------------------------------------------------------------------------

/** Samples of a candidate that stays in the race. */
const samples = 3;
/** A candidate that is this much slower than the best so far is dropped after its first sample. */
const hopeless = 1.5;
/** Candidates come with the likeliest first; timing more of them would cost more than it gains. */
const mostCandidates = 5;

function openQuestions(choices: readonly Choice[], table: TuningTable): Choice[] {
  const questions = new Map(choices.map((choice) => [`${choice.family} ${choice.shapeClass}`, choice]));
  return [...questions.values()].filter(({ family, shapeClass }) => table.winner(family, shapeClass) === undefined);
}

async function measure(device: Device, choice: Choice, lowerWith: LowerWith): Promise<TuningRow> {
  const { family, shapeClass, candidates } = choice;
  const clock = createStepClock(device);
  const times: { name: string; ms: number }[] = [];
  try {
    for (const name of candidates.slice(0, mostCandidates)) {
      const best = Math.min(Number.POSITIVE_INFINITY, ...times.map(({ ms }) => ms));
      const lowered = lowerWith(family, shapeClass, name);
      const ms = await timeVariant(
        device,
        lowered,
        choice,
        async (sample) => {
          await sample();
          const first = await sample();
          return first > best * hopeless ? first : medianOf(samples, sample);
        },
        clock,
      );
      times.push({ name, ms });
    }
  } finally {
    clock.dispose();
  }
  times.sort((a, b) => a.ms - b.ms);
  return { family, shapeClass, winner: times[0].name, candidates: times, clock: clock.name };
}

/** Infinite for a variant that this device refuses. */
async function timeVariant(
  device: Device,
  { program, types }: CompiledProgram,
  { node }: Choice,
  race: (sample: () => Promise<number>) => Promise<number>,
  clock: ReturnType<typeof createStepClock>,
): Promise<number> {
  const step = program.steps.find(({ nodes }) => nodes.some(({ name }) => name === node.name));
  if (!step) return Number.POSITIVE_INFINITY;
  const alone = stepAlone(program, step);
  const memory = planMemory(alone, device.capabilities.limits);
  const buffers = await allocate(device, alone, memory);
  try {
    const commands = await prepareCommands(device, { types }, memory, buffers);
    try {
      return await race(() => timeOnce(clock, commands, commands.steps[0]));
    } finally {
      commands.dispose();
    }
  } catch (error) {
    if (isExecutionError(error, 'webgpu/validation') || isExecutionError(error, 'webgpu/internal'))
      return Number.POSITIVE_INFINITY;
    throw error;
  } finally {
    buffers.dispose();
  }
}

/** A program of one step, whose operands are zeros except for parameters. */
function stepAlone(program: LoweredGraph, step: Step): LoweredGraph {
  const used = new Set(
    step.dispatches.flatMap((one) => (one.kind === 'dispatch' ? one.buffers : [one.from, one.to])).map(wholeOf),
  );
  return {
    steps: [step],
    inputs: new Map(),
    outputs: new Map(),
    states: [],
    uploads: program.uploads.filter(({ ref }) => used.has(ref)),
    choices: [],
    joins: [],
    aliases: program.aliases.filter(([a, b]) => used.has(wholeOf(a)) && used.has(wholeOf(b))),
  };
}
