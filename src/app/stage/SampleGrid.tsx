/**
 * The grid that hands and keys touch: one button a sample over the drawings, in rows, with one tab stop. Arrows move,
 * Home and End go to the ends of a row, Enter opens the note, Escape closes it.
 */

import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import type { Cell } from './cells.ts';
import { cellWords } from './cells.ts';

interface SampleGridProps {
  readonly cells: readonly Cell[];
  readonly columns: number;
  readonly name: (index: number) => string;
}

export function SampleGrid({ cells, columns, name }: SampleGridProps) {
  const open = useApp((state) => state.sample);
  const openSample = useApp((state) => state.openSample);
  const [current, setCurrent] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const stop = Math.min(current, cells.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') openSample(null);
    const next = moved(event, stop, columns, cells.length);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    grid.current?.querySelectorAll('button')[next]?.focus();
    openSample(cells[next]?.sample ?? null);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of samples is not a table of text.
    <div
      ref={grid}
      className="samples-grid"
      role="grid"
      aria-label={t('Samples')}
      aria-rowcount={Math.ceil(cells.length / columns)}
      aria-colcount={columns}
      onKeyDown={onKeyDown}
    >
      {rowsOf(cells, columns).map((row, y) => (
        // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its cells take the focus.
        <div key={row[0]?.sample} role="row">
          {row.map((cell, x) => (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its button takes the focus.
            <div key={cell.sample} role="gridcell">
              <button
                type="button"
                tabIndex={y * columns + x === stop ? 0 : -1}
                className={cell.sample === open ? 'open' : ''}
                aria-label={cellWords(cell, name)}
                onFocus={() => setCurrent(y * columns + x)}
                onClick={() => openSample(cell.sample === open ? null : cell.sample)}
              />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function rowsOf(cells: readonly Cell[], columns: number): Cell[][] {
  const rows = Math.ceil(cells.length / columns);
  return Array.from({ length: rows }, (_, y) => cells.slice(y * columns, (y + 1) * columns));
}

function moved({ key }: KeyboardEvent, at: number, columns: number, count: number): number | undefined {
  const row = Math.floor(at / columns) * columns;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: row,
    End: Math.min(row + columns, count) - 1,
  };
  const next = targets[key];
  return next === undefined || next < 0 || next >= count ? undefined : next;
}
