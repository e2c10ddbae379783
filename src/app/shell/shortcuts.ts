/** Keys that act everywhere, by the table of commands. Silent while something is typed. */
import { useEffect } from 'react';
import { commandOf } from '../commands/registry.ts';
import { useStudio } from '../store/context.tsx';

/** Listens for the shortcuts while the page is open. */
export function useShortcuts(): void {
  const studio = useStudio();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { singleKeys, panel, view } = studio.store.getState();
      const modified = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented || event.altKey || panel !== null || isTyping(event.target)) return;
      if (event.key === ' ' && isPressed(event.target)) return;
      if (!modified && !singleKeys) return;
      const command = commandOf(keysOf(event, modified));
      if (!command || (command.view && command.view !== view)) return;
      event.preventDefault();
      command.act(studio);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [studio]);
}

// ---------------------------------------------------------------------------------------------------------------------

function keysOf({ key, shiftKey }: KeyboardEvent, modified: boolean): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  return modified ? `Ctrl ${shiftKey ? 'Shift ' : ''}${name}` : name;
}

/** The space bar presses what has the focus, before it is a shortcut. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, summary, [role="button"]') !== null;
}

/** Menus and dialogs keep their keys too: letters choose in them. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"], [role="dialog"]')) return true;
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
