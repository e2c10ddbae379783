/** Changes a run that goes: its settings from the next step on, and where it holds. */
import { after } from './machine.ts';
import { withMark } from './reports.ts';
import type { Settings, ShownMark } from './state.ts';
import type { Work } from './work.ts';

export function holdAfterStage({ stage }: Work): void {
  const { getState, setState } = stage.store;
  const handle = stage.handle();
  if (!handle || getState().recording) return;
  const holding = !getState().holding;
  setState({ holding });
  if (!holding) {
    handle.resume().catch(stage.say);
    return;
  }
  const held = (): void => {
    if (getState().holding && stage.handle() === handle)
      setState({ holding: false, phase: after(getState().phase, 'paused') });
  };
  handle.pauseAfterStage().then(held, stage.say);
}

/** Changes settings of the run that goes; a change that the engine refuses leaves no mark. */
export function change({ stage }: Work, settings: Settings): void {
  const { getState, setState } = stage.store;
  const before = getState();
  const now = before.settings as Readonly<Record<string, number | undefined>>;
  const changed = Object.entries(settings).filter(([name, value]) => now[name] !== value);
  if (changed.length === 0) return;
  const marks = changed.reduce<readonly ShownMark[]>((all, [name, to]) => {
    const from = now[name];
    return withMark(all, { at: before.step, name, to, ...(from === undefined ? {} : { from }) }, before.of);
  }, before.marks);
  setState({ settings: { ...before.settings, ...settings }, marks });
  stage
    .handle()
    ?.set(Object.fromEntries(changed))
    .catch((thrown) => {
      setState({ settings: before.settings, marks: before.marks });
      stage.say(thrown);
    });
}
