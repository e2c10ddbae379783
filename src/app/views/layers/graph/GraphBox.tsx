/** A box of the graph: what computes, and both sides' bars of what is laid over it. */
import type { CSSProperties, KeyboardEvent } from 'react';
import type { Box } from './layout.ts';
import { BOX } from './layout.ts';
import type { Shown } from './overlay.ts';

interface GraphBoxProps {
  readonly box: Box;
  readonly title: string;
  readonly operators: string;
  readonly words: string;
  readonly sides: { readonly a: Shown; readonly b: Shown };
  /** What a full bar stands for. */
  readonly most: number;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly at: number;
  readonly press: () => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function GraphBox(props: GraphBoxProps) {
  const { box, title, operators, words, sides, most, chosen, stop, at, press, onFocus, onKeyDown } = props;
  return (
    <button
      type="button"
      className={`graph-box${box.block ? ' block' : ''}${chosen ? ' chosen' : ''}`}
      style={{ left: box.x, top: box.y, width: BOX.width, height: BOX.height }}
      data-box={at}
      tabIndex={stop ? 0 : -1}
      aria-label={words}
      {...(box.block ? { 'aria-expanded': false } : { 'aria-pressed': chosen })}
      onClick={press}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <b>{title}</b>
      <span className="label">{operators}</span>
      <Bar side="a" shown={sides.a} most={most} />
      <Bar side="b" shown={sides.b} most={most} />
    </button>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Bar({ side, shown, most }: { readonly side: 'a' | 'b'; readonly shown: Shown; readonly most: number }) {
  if (shown.amount === null) return null;
  const style = { '--share': Math.min(1, shown.amount / Math.max(most, 1e-12)) } as CSSProperties;
  return <i className={`cell-bar ${side}`} style={style} />;
}
