/** Puts runs on the stage: new ones, branches, resumed and ended ones, recordings; and shows a checkpoint of the one there. */
import type { BranchChanges, TrainingRecord } from '../../studio/api.ts';
import { createCurve } from './curve.ts';
import { copyOf, keptState, readSetup, thinned } from './kept.ts';
import { landInB } from './landing.ts';
import { after, may } from './machine.ts';
import type { RecordedTraining } from './recording.ts';
import { replay } from './recording.ts';
import { axisOf, settingsAfter } from './reports.ts';
import { READY, recipeOf } from './setup.ts';
import { isBuiltIn } from './sources.ts';
import type { ShownCheckpoint, ShownMark } from './state.ts';
import { NO_RUN } from './state.ts';
import type { Work } from './work.ts';

export async function start({ decant, stage, sources }: Work): Promise<void> {
  const { getState, setState } = stage.store;
  const { setup, phase } = getState();
  if (!may(phase, 'start')) return;
  const recipe = recipeOf(setup);
  setState({ ...NO_RUN, name: recipe.name, asked: setup, phase: after(phase, 'start') });
  try {
    const request = { ...(await sources.subject(setup)), recipe, seed: setup.seed };
    if (getState().phase !== 'starting') return;
    stage.put({
      asked: setup,
      axis: axisOf(recipe),
      curve: createCurve(),
      state: { name: recipe.name },
      begin: (options) => decant.run(request, options),
    });
  } catch (thrown) {
    setState({ phase: 'idle' });
    stage.say(thrown);
  }
}

export async function resumeRun(work: Work, record: TrainingRecord): Promise<void> {
  await reopenSources(work, record.run);
  work.stage.put({ ...pieceOf(work, record), begin: (options) => work.decant.resumeRun(record.run, options) });
}

export function show(work: Work, record: TrainingRecord): void {
  const { run, status, when } = record;
  const piece = pieceOf(work, record);
  const shown = { run, result: record.result ?? null, when };
  work.stage.put({ ...piece, state: { ...piece.state, ...shown }, begin: null });
  if (record.result || status !== 'done') void look(work, null);
  else void finished(work, run);
}

export function watch({ stage }: Work, recording: RecordedTraining): void {
  const { name, provenance } = recording;
  const asked = { ...READY, ...recording.setup };
  stage.put({
    asked,
    axis: axisOf(recipeOf(asked)),
    curve: createCurve(),
    state: { name, recording, when: provenance.when },
    begin: (options) => replay(recording, options),
  });
}

export async function branch(work: Work, at: number, changes: BranchChanges): Promise<void> {
  const { decant, stage } = work;
  await reopenSources(work, stage.store.getState().run);
  const { run, asked, checkpoints, inherited, marks, began, name } = stage.store.getState();
  const from = checkpoints.find((checkpoint) => checkpoint.at === at);
  if (run === null || !from || !asked) return;
  const kept = marks.filter((mark) => mark.at <= at);
  const before = settingsAfter(began, kept, at);
  const own = Object.entries(changes.settings ?? {}).map(([key, to]): ShownMark => {
    const from = Object.entries(before).find(([name]) => name === key)?.[1];
    return { at, name: key, to, ...(from === undefined ? {} : { from }) };
  });
  const named = { name: `${name}, from ${at}`, ...changes };
  stage.put({
    asked: { ...asked, ...changes.settings },
    axis: stage.axis(),
    curve: copyOf(stage.curve(), at),
    state: {
      name: named.name,
      marks: [...kept, ...own],
      settings: { ...before, ...changes.settings },
      step: at,
      inherited: [...inherited, ...checkpoints].filter((one) => one.at < at),
    },
    begin: (options) => decant.branchRun(run, from.step, { ...placeOf(from), ...named }, options),
  });
}

export async function look({ app, stage }: Work, at: number | null): Promise<void> {
  const { getState, setState } = stage.store;
  const { checkpoints, run, result, of, recording } = getState();
  const checkpoint = at === null ? checkpoints.at(-1) : checkpoints.find((one) => one.at === at);
  setState({ looking: checkpoint && at !== null ? at : null });
  if (run === null || !checkpoint) return;
  if (!result || recording || (at !== null && at !== of)) return stage.showStudent(run, checkpoint);
  setState({ student: { at: checkpoint.at, model: result } });
  landInB(app, run, 'result', result);
}

// ---------------------------------------------------------------------------------------------------------------------

/** What a run of another visit made in the end, which is more than its last checkpoint where a stage that rounds followed. */
async function finished(work: Work, run: string): Promise<void> {
  const { getState, setState } = work.stage.store;
  const result = await work.decant.openCheckpoint({ run }).catch(() => null);
  if (getState().run !== run) return;
  if (result) setState({ result });
  await look(work, null);
}

const placeOf = ({ stage, part }: ShownCheckpoint) => ({ stage, ...(part === undefined ? {} : { part }) });

/** A record as it is put on the stage. */
function pieceOf({ stage }: Work, record: TrainingRecord) {
  const known = stage.store.getState();
  const asked = known.run === record.run && known.asked ? known.asked : { ...known.setup, ...readSetup(record) };
  const axis = axisOf(record.recipe);
  return { asked, axis, curve: thinned(axis, record), state: keptState(axis, record, asked) };
}

/** A run of another visit learned from data that may not be open now. */
function reopenSources({ app, stage, sources }: Work, run: string | null): Promise<void> {
  return run !== null && !stage.begun.has(run) && isBuiltIn(app)
    ? sources.reopen().catch(stage.say)
    : Promise.resolve();
}
