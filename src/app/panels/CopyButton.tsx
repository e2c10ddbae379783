/** Copies a text and says so in its own place. */

import { useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

const SAID_MS = 1600;

export function CopyButton({ text, children }: { readonly text: string; readonly children: string }) {
  const announce = useApp((state) => state.announce);
  const [said, setSaid] = useState<string | null>(null);
  const say = (words: string): void => {
    setSaid(words);
    announce(words);
    setTimeout(() => setSaid(null), SAID_MS);
  };
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say(t('Copied')),
      () => say(t('Select it and copy it by hand')),
    );
  };
  return (
    <button type="button" className="link copy" onClick={copy}>
      {said ?? children}
    </button>
  );
}
