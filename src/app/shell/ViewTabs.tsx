/** The switch between views: tabs with arrow keys; the view itself is the tab panel. */

import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { VIEWS } from '../views/registry.ts';

export function ViewTabs() {
  const view = useApp((state) => state.view);
  const setView = useApp((state) => state.setView);
  const list = useRef<HTMLDivElement>(null);
  // Where the tabs scroll, the chosen one is in sight, however it was chosen; the page itself does not move.
  useEffect(() => {
    const [box, tab] = [list.current, list.current?.querySelector<HTMLElement>(`#tab-${view}`)];
    if (box && tab) box.scrollLeft = tab.offsetLeft - box.offsetLeft - (box.clientWidth - tab.offsetWidth) / 2;
  }, [view]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = VIEWS.findIndex(({ name }) => name === view);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : VIEWS[(at + step + VIEWS.length) % VIEWS.length];
    if (!next) return;
    event.preventDefault();
    setView(next.name);
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <div className="views" role="tablist" aria-label={t('View')} ref={list} onKeyDown={onKeyDown}>
      {VIEWS.map(({ name, label }) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === view}
          aria-controls="view"
          tabIndex={name === view ? 0 : -1}
          onClick={() => setView(name)}
        >
          {t(label)}
        </button>
      ))}
    </div>
  );
}
