/** The palette: one line to type in, and all that can be done. Arrows choose, Enter acts. */

import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { t, tn } from '../messages/t.ts';
import { useApp, useStudio } from '../store/context.tsx';
import type { Choice } from './choices.ts';
import { choicesOf, matching } from './choices.ts';
import './palette.css';

export default function Palette() {
  const studio = useStudio();
  const openPanel = useApp((state) => state.openPanel);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const shown = matching(choicesOf(studio.store.getState()), typed);
  const input = useFocused();
  const act = (choice: Choice | undefined): void => {
    if (!choice) return;
    openPanel(null);
    choice.act(studio);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = Math.max(0, shown.length - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
    };
    const to = moves[event.key];
    if (to !== undefined) setAt(Math.min(last, Math.max(0, to)));
    else if (event.key === 'Enter') act(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette">
      <input
        ref={input}
        role="combobox"
        aria-label={t('Find a command')}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        {...(shown[at] ? { 'aria-activedescendant': `${id}-${at}` } : {})}
        placeholder={t('Type what you want to do')}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t('Commands')}>
        {shown.map((choice, i) => (
          <Line key={choice.what} id={`${id}-${i}`} choice={choice} chosen={i === at} act={() => act(choice)} />
        ))}
      </div>
      <p role="status" className="label">
        {shown.length === 0
          ? t('Nothing of that name. Try fewer letters.')
          : tn(shown.length, '{count} command', '{count} commands')}
      </p>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface LineProps {
  readonly id: string;
  readonly choice: Choice;
  readonly chosen: boolean;
  readonly act: () => void;
}

function Line({ id, choice: { what, help, keys }, chosen, act }: LineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the focus and acts on Enter.
    // biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox is pointed at by aria-activedescendant.
    <div ref={line} id={id} role="option" aria-selected={chosen} onClick={act}>
      <span>
        {what}
        {help && <span className="label">{help}</span>}
      </span>
      {keys && <kbd>{keys}</kbd>}
    </div>
  );
}

/** The line to type in has the focus as soon as the sheet stands. */
function useFocused() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return input;
}
