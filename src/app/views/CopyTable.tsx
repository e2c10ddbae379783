/** Copies a table of the page as CSV: the one with that id, as it stands now. */
import { useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { csvOfTable } from './csvText.ts';

const SAID_MS = 1600;

export function CopyTable({ table }: { readonly table: string }) {
  const announce = useApp((state) => state.announce);
  const [said, setSaid] = useState<string | null>(null);
  const say = (words: string): void => {
    setSaid(words);
    announce(words);
    setTimeout(() => setSaid(null), SAID_MS);
  };
  const copy = (): void => {
    const found = document.getElementById(table);
    if (!(found instanceof HTMLTableElement)) return;
    navigator.clipboard.writeText(csvOfTable(found)).then(
      () => say(t('Copied')),
      () => say(t('Select it and copy it by hand')),
    );
  };
  return (
    <button type="button" className="link copy" onClick={copy}>
      {said ?? t('Copy as CSV')}
    </button>
  );
}
