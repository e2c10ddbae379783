/** A sentence of a lesson; its figures carry where they come from. */
import type { Said } from './say.ts';

export function Say({ said }: { readonly said: Said }) {
  return said.map((part, i) => {
    if (typeof part === 'string') return part;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places.
      <b key={i} className="said-figure" data-provenance={part.trust}>
        {part.text}
      </b>
    );
  });
}
