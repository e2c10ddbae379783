/**
 * Everything that can be done without pointing at it, in one table: keys act by it, the sheet of shortcuts shows it, the
 * palette searches it. What the palette can do beside that is made in `choices.ts`, which is loaded with it.
 */

import { DIAL } from '../recipe/recipe.ts';
import type { AppState } from '../store/appStore.ts';
import type { Studio } from '../store/context.tsx';
import type { ViewName } from '../store/types.ts';

export interface Command {
  readonly what: string;
  /** As they are shown: "C", "Ctrl Z"; left out where no key acts. */
  readonly keys?: string;
  /** Where its keys act; everywhere when left out. */
  readonly view?: ViewName;
  readonly act: (studio: Studio) => void;
}

export const COMMANDS: readonly Command[] = [
  { keys: '1', what: 'Show B alone', act: state((app) => app.setSplit(0)) },
  { keys: '2', what: 'Show half and half', act: state((app) => app.setSplit(0.5)) },
  { keys: '3', what: 'Show A alone', act: state((app) => app.setSplit(1)) },
  { keys: '[', what: 'Fewer bits for B', act: state((app) => turnDial(app, 1)) },
  { keys: ']', what: 'More bits for B', act: state((app) => turnDial(app, -1)) },
  { keys: 'C', what: 'Copy A to B', act: state((app) => app.copyAToB()) },
  { keys: 'X', what: 'Swap sides', act: state((app) => app.swapSides()) },
  { keys: 'D', what: 'Draw a sample', act: state((app) => app.openPanel('draw')) },
  { keys: 'L', what: 'Lessons', act: state((app) => app.openPanel('lessons')) },
  { keys: 'M', what: 'Measure again', act: ({ engine }) => engine.measureAgain() },
  { what: 'Train a student', act: state((app) => app.setView('distill')) },
  { keys: 'Space', view: 'distill', what: 'Start, pause or go on with training', act: train('toggle') },
  { keys: 'S', view: 'distill', what: 'One step of a paused training', act: train('step') },
  { what: 'Stop measuring', act: ({ engine }) => engine.stop() },
  { keys: 'P', what: 'Presenter mode', act: state((app) => void present(app)) },
  { keys: '?', what: 'Shortcuts', act: state((app) => app.openPanel('shortcuts')) },
  { keys: 'Ctrl K', what: 'All commands', act: state((app) => app.openPanel('palette')) },
  { keys: 'Ctrl Z', what: 'Undo', act: state((app) => app.undo()) },
  { keys: 'Ctrl Shift Z', what: 'Redo', act: state((app) => app.redo()) },
];

/** The command that these keys stand for. */
export function commandOf(keys: string): Command | undefined {
  return COMMANDS.find((command) => command.keys === keys);
}

// ---------------------------------------------------------------------------------------------------------------------

function state(act: (app: AppState) => void): Command['act'] {
  return ({ store }) => act(store.getState());
}

/** Training comes with its view. */
function train(what: 'toggle' | 'step'): Command['act'] {
  return async (studio) => {
    studio.store.getState().setView('distill');
    const { trainerOf } = await import('../training/trainerOf.ts');
    trainerOf(studio)[what]();
  };
}

/** Large type for a projector, in the link too. */
async function present(app: AppState): Promise<void> {
  const flags = { ...app.flags, present: !app.flags.present };
  app.setFlags(flags);
  const { writeFlags } = await import('../teach/writeFlags.ts');
  history.replaceState(null, '', writeFlags(location.hash, flags));
}

function turnDial(app: AppState, step: number): void {
  const at = DIAL.indexOf(app.sides.b.recipe.bits);
  const bits = DIAL[at + step];
  if (bits !== undefined) app.changeRecipe('b', { bits });
}
