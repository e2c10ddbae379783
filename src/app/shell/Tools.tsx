/** At the right of the rail: link, undo, redo, shortcuts; on narrow screens one menu. */

import { useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

/** How long "Copied" stands in the place of the words. */
const SAID_MS = 1600;

export function Tools() {
  const canUndo = useApp((state) => state.past.length > 0);
  const canRedo = useApp((state) => state.future.length > 0);
  const undo = useApp((state) => state.undo);
  const redo = useApp((state) => state.redo);
  const openPanel = useApp((state) => state.openPanel);
  return (
    <div className="tools">
      <CopyLink />
      <button type="button" onClick={undo} disabled={!canUndo}>
        {t('Undo')}
      </button>
      <button type="button" onClick={redo} disabled={!canRedo}>
        {t('Redo')}
      </button>
      <button type="button" data-opens="lessons" aria-haspopup="dialog" onClick={() => openPanel('lessons')}>
        {t('Lessons')}
      </button>
      <button
        type="button"
        className="display"
        aria-label={t('Display')}
        aria-haspopup="dialog"
        onClick={() => openPanel('display')}
      >
        Aa
      </button>
      <button type="button" aria-label={t('Shortcuts')} aria-haspopup="dialog" onClick={() => openPanel('shortcuts')}>
        <kbd>?</kbd>
      </button>
      <button
        type="button"
        className="menu"
        aria-label={t('Menu')}
        aria-haspopup="dialog"
        onClick={() => openPanel('menu')}
      >
        <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true">
          <path d="M0 1H9Q12 1 12 4V10Q12 13 15 13H22" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      </button>
    </div>
  );
}

export function CopyLink() {
  const announce = useApp((state) => state.announce);
  const [said, setSaid] = useState<string | null>(null);
  const say = (words: string): void => {
    setSaid(words);
    announce(words);
    setTimeout(() => setSaid(null), SAID_MS);
  };
  const copy = (): void => {
    linkToShare()
      .then((link) => navigator.clipboard.writeText(link))
      .then(
        () => say(t('Copied')),
        () => say(t('Copy it from the address bar')),
      );
  };
  return (
    <button type="button" onClick={copy}>
      {said ?? t('Copy link')}
    </button>
  );
}

/** The address as it is; packed where it has grown long. */
async function linkToShare(): Promise<string> {
  if (location.hash.length <= LONGEST_PLAIN) return location.href;
  const { packHash } = await import('../recipe/hashPacked.ts');
  return `${location.origin}${location.pathname}${await packHash(location.hash)}`;
}

const LONGEST_PLAIN = 300;
