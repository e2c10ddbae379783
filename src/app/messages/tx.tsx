/** Messages with elements in them: buttons, menus and figures keep the place that the language gives them. */
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { t } from './t.ts';

/** The message in the reader's language, with `{name}` replaced by the element `parts.name`. */
export function tx(message: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return t(message)
    .split(/\{(\w+)\}/)
    .map((piece, i) => {
      const part = i % 2 === 1 ? parts[piece] : piece;
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a message keep their places.
      return <Fragment key={i}>{part}</Fragment>;
    });
}
