/** Keys that act everywhere, in one table that the sheet of shortcuts shows too. Silent while something is typed. */
import { useEffect } from 'react';
import { DIAL } from '../recipe/recipe.ts';
import type { AppState } from '../store/appStore.ts';
import type { Studio } from '../store/context.tsx';
import { useStudio } from '../store/context.tsx';

export interface Shortcut {
  /** As it is shown: "C", "Ctrl Z". */
  readonly keys: string;
  readonly what: string;
  readonly act: (studio: Studio) => void;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: '1', what: 'Show B alone', act: state((app) => app.setSplit(0)) },
  { keys: '2', what: 'Show half and half', act: state((app) => app.setSplit(0.5)) },
  { keys: '3', what: 'Show A alone', act: state((app) => app.setSplit(1)) },
  { keys: '[', what: 'Fewer bits for B', act: state((app) => turnDial(app, 1)) },
  { keys: ']', what: 'More bits for B', act: state((app) => turnDial(app, -1)) },
  { keys: 'C', what: 'Copy A to B', act: state((app) => app.copyAToB()) },
  { keys: 'X', what: 'Swap sides', act: state((app) => app.swapSides()) },
  { keys: 'D', what: 'Draw a sample', act: state((app) => app.openPanel('draw')) },
  { keys: 'M', what: 'Measure again', act: ({ engine }) => engine.measureAgain() },
  { keys: '?', what: 'This sheet', act: state((app) => app.openPanel('shortcuts')) },
  { keys: 'Ctrl Z', what: 'Undo', act: state((app) => app.undo()) },
  { keys: 'Ctrl Shift Z', what: 'Redo', act: state((app) => app.redo()) },
];

/** Listens for the shortcuts while the page is open. */
export function useShortcuts(): void {
  const studio = useStudio();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { singleKeys, panel } = studio.store.getState();
      const modified = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented || event.altKey || panel !== null || isTyping(event.target)) return;
      if (!modified && !singleKeys) return;
      const shortcut = SHORTCUTS.find(({ keys }) => keys === keysOf(event, modified));
      if (!shortcut) return;
      event.preventDefault();
      shortcut.act(studio);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [studio]);
}

// ---------------------------------------------------------------------------------------------------------------------

function state(act: (app: AppState) => void): Shortcut['act'] {
  return ({ store }) => act(store.getState());
}

function keysOf({ key, shiftKey }: KeyboardEvent, modified: boolean): string {
  const name = key.length === 1 ? key.toUpperCase() : key;
  return modified ? `Ctrl ${shiftKey ? 'Shift ' : ''}${name}` : name;
}

/** Menus and dialogs keep their keys too: letters choose in them. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"], [role="dialog"]')) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function turnDial(app: AppState, step: number): void {
  const at = DIAL.indexOf(app.sides.b.recipe.bits);
  const bits = DIAL[at + step];
  if (bits !== undefined) app.changeRecipe('b', { bits });
}
