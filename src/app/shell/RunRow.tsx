/** A line of the list of runs: its level, name, figures, and whether a side is it. */
import type { CSSProperties, ReactNode } from 'react';
import { bytesFigure, percentFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Trust } from '../store/types.ts';

interface RunRowProps {
  readonly name: string;
  readonly bytes: number;
  readonly quality: number | null;
  readonly trust: Trust;
  /** Share of the largest run, 0 to 1. */
  readonly level: number;
  readonly isA: boolean;
  readonly isB: boolean;
  readonly load: () => void;
  /** What else the line says. */
  readonly children?: ReactNode;
}

export function RunRow({ name, bytes, quality, trust, level, isA, isB, load, children }: RunRowProps) {
  const side = isA ? 'a' : isB ? 'b' : '';
  const figures = quality === null ? '' : `${text(percentFigure(quality))}, `;
  const shown = isA && isB ? t('shown as A and B') : isA ? t('shown as A') : isB ? t('shown as B') : '';
  return (
    <button type="button" className={`run${side ? ' shown' : ''}`} onClick={load}>
      <i className={`level-glyph ${side}`} style={{ '--level': level } as CSSProperties} />
      <span className="name">{name}</span>
      <span className="marks" aria-hidden="true">
        {isA && <i className="mark mark-a">A</i>}
        {isB && <i className="mark mark-b">B</i>}
      </span>
      <span className="label" data-provenance={trust}>
        {figures}
        {text(bytesFigure(bytes))}
        {trust === 'recorded' && !children ? `, ${t('recorded')}` : ''}
        {shown && <span className="unseen">, {shown}</span>}
      </span>
      {children}
    </button>
  );
}
