/** How many samples fit into the vessel and where each stands; eight by eight on a phone, seven rows or more elsewhere. */
import { NARROW, useMedia } from '../shell/useMedia.ts';
import { useWindowHeight } from '../shell/useSize.ts';
import type { Box } from './notePlacement.ts';

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Height of a cell in pixels. */
  readonly cell: number;
  /** Side of the drawing in it. */
  readonly ink: number;
  readonly inset: { readonly top: number; readonly side: number; readonly bottom: number };
}

/** Height of everything on the screen but the cells, so that the page needs no scrolling. */
const AROUND = 526;
const [LEAST_CELL, LARGEST_CELL] = [48, 92];
const LEAST_ROWS = 7;
/** A cell is a little wider than high, for the answer beside the drawing. */
const ASPECT = 1.074;

export function useGridLayout(width: number): GridLayout {
  const narrow = useMedia(NARROW);
  const height = useWindowHeight();
  if (narrow) return { columns: 8, rows: 8, cell: 54, ink: 36, inset: { top: 44, side: 8, bottom: 8 } };
  const room = height - AROUND;
  const cell = Math.min(LARGEST_CELL, Math.max(LEAST_CELL, Math.floor(room / LEAST_ROWS)));
  const rows = Math.max(LEAST_ROWS, Math.floor(room / cell));
  const columns = Math.max(8, Math.floor((width - 28) / (cell * ASPECT)));
  return { columns, rows, cell, ink: Math.round(cell * 0.76), inset: { top: 46, side: 14, bottom: 10 } };
}

/** The same room for fewer samples: as large as they all fit, in two rows at least, so that a few flips can be read. */
export function enlarged(layout: GridLayout, samples: number, width: number): GridLayout {
  const { columns, rows, cell, inset } = layout;
  if (samples === 0 || samples >= columns * rows) return layout;
  const across = (count: number): number =>
    Math.max(1, Math.floor(((width - 2 * inset.side) * count) / (rows * cell * ASPECT)));
  const fitting = Array.from({ length: rows }, (_, i) => i + 1).find(
    (count) => count >= Math.min(2, rows) && across(count) * count >= samples,
  );
  if (fitting === undefined || fitting === rows) return layout;
  const large = (rows * cell) / fitting;
  return { ...layout, columns: across(fitting), rows: fitting, cell: large, ink: Math.round(large * 0.76) };
}

/** Where the cell at `index` stands, in pixels of the vessel. */
export function placeOf(index: number, { columns, cell, inset }: GridLayout, width: number): Box {
  const cellWidth = (width - 2 * inset.side) / columns;
  return {
    left: inset.side + (index % columns) * cellWidth,
    top: inset.top + Math.floor(index / columns) * cell,
    width: cellWidth,
    height: cell,
  };
}
