/**
 * Cells that arrow keys walk, after the grid pattern of the ARIA Authoring Practices: one tab stop, arrows move by a
 * cell and stop at the edge, Home and End go to the ends of a row. Not for a last row that is not full: see
 * `stage/SampleGrid.tsx`.
 */
import type { KeyboardEvent, RefObject } from 'react';
import { useRef, useState } from 'react';

/** A cell, counted from 0. */
type CellAt = readonly [row: number, column: number];

/** How many rows and columns of cells there are, at least one of each. */
type GridSize = readonly [rows: number, columns: number];

interface GridWalk {
  readonly grid: RefObject<HTMLTableElement | null>;
  /** What makes an element the cell at a place. */
  readonly cellAt: (row: number, column: number) => CellProps;
}

interface CellProps {
  readonly 'data-at': string;
  readonly tabIndex: 0 | -1;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Gives a table of rows and columns its keys; `looked` hears which cell has the focus. */
export function useGridWalk([rows, columns]: GridSize, looked?: (row: number, column: number) => void): GridWalk {
  const grid = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState<CellAt>([0, 0]);
  const move = (event: KeyboardEvent, from: CellAt): void => {
    const to = cellAfter(event.key, from, [rows, columns]);
    if (!to) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-at="${to[0]} ${to[1]}"]`)?.focus();
  };
  const cellAt = (row: number, column: number): CellProps => ({
    'data-at': `${row} ${column}`,
    tabIndex: row === stop[0] && column === stop[1] ? 0 : -1,
    onFocus: () => {
      setStop([row, column]);
      looked?.(row, column);
    },
    onKeyDown: (event) => move(event, [row, column]),
  });
  return { grid, cellAt };
}

/** Where a key leads from a cell; `null` where the key is not one of the grid's. */
export function cellAfter(key: string, [row, column]: CellAt, [rows, columns]: GridSize): CellAt | null {
  switch (key) {
    case 'ArrowRight':
      return [row, Math.min(columns - 1, column + 1)];
    case 'ArrowLeft':
      return [row, Math.max(0, column - 1)];
    case 'ArrowDown':
      return [Math.min(rows - 1, row + 1), column];
    case 'ArrowUp':
      return [Math.max(0, row - 1), column];
    case 'Home':
      return [row, 0];
    case 'End':
      return [row, columns - 1];
    default:
      return null;
  }
}
