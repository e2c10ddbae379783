/**
 * What a chart of curves shows, and where it lies: panels with axes of their own over one axis of steps, columns as wide
 * as pixels, values at a cursor, rows of the table. Pure.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Series } from '../training/curve.ts';
import { meanAt } from '../training/curve.ts';
import type { Column } from './decimate.ts';
import { decimate, extentOf, windowOf } from './decimate.ts';

/** A curve with a value a step, or points where something was measured. */
export type PanelLine = {
  readonly key: string;
  /** At the line's end: "to teacher". */
  readonly name: string;
  /** Class of the stroke. */
  readonly tone: 'total' | 'a' | 'b' | 'task';
} & ({ readonly series: Series; readonly raw: boolean } | { readonly points: readonly Point[] });

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Panel {
  readonly title: string;
  readonly note: string;
  readonly log: boolean;
  /** Share of the chart's height. */
  readonly share: number;
  readonly lines: readonly PanelLine[];
  readonly format: (value: number) => string;
  /** @param digits decimals that tell the ticks apart */
  readonly tick: (value: number, digits: number) => string;
  /** The axis never reaches beyond. */
  readonly most?: number;
}

export interface Mark {
  readonly at: number;
  readonly words: string;
}

/** The axis of steps. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly narrow: boolean;
  readonly of: number;
  x(step: number): number;
}

export interface PlacedLine {
  readonly line: PanelLine;
  readonly path: string;
  /** The band of raw values, where there is one. */
  readonly band: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly end: { readonly x: number; readonly y: number; readonly label: number; readonly text: string } | null;
}

export interface PlacedPanel {
  readonly title: string;
  readonly note: string;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly lines: readonly PlacedLine[];
}

const [LEFT, RIGHT, RIGHT_NARROW] = [52, 112, 104];
/** Room for a panel's title, and between panels. */
const [HEAD, FOOT] = [30, 10];
const LINE_HEIGHT = 16;

export function frameOf(width: number, of: number): Frame {
  const narrow = width < 560;
  const left = narrow ? 46 : LEFT;
  const right = Math.max(left + 1, width - (narrow ? RIGHT_NARROW : RIGHT));
  const x = scaleLinear()
    .domain([0, Math.max(1, of)])
    .range([left, right])
    .clamp(true);
  return { left, right, narrow, of, x: (step) => x(step) };
}

export function layoutOf(panels: readonly Panel[], frame: Frame, height: number, step: number): PlacedPanel[] {
  const whole = panels.reduce((sum, { share }) => sum + share, 0);
  let above = 0;
  return panels.map((panel) => {
    const own = (panel.share / whole) * height;
    const [top, bottom] = [above + HEAD, above + own - FOOT];
    above += own;
    return placePanel(panel, frame, top, bottom, step);
  });
}

/** The step under a pointer. */
export function nearest({ left, right, of }: Frame, x: number, step: number): number {
  const at = Math.round(((x - left) / (right - left)) * of);
  return Math.min(step, Math.max(1, at));
}

export function valuesAt(panels: readonly Panel[], at: number): { name: string; text: string }[] {
  return panels.flatMap(({ lines, format }) =>
    lines.flatMap((line) => {
      const value = valueAtStep(line, at);
      return value === undefined || !Number.isFinite(value) ? [] : [{ name: line.name, text: format(value) }];
    }),
  );
}

/** Steps that the table shows: about twenty, the last one among them. */
export function tableRows(panels: readonly Panel[], step: number): { at: number; values: string[] }[] {
  const every = Math.max(1, Math.ceil(step / 20));
  const steps = Array.from({ length: Math.floor(step / every) }, (_, i) => (i + 1) * every);
  if (step > 0 && steps.at(-1) !== step) steps.push(step);
  return steps.map((at) => ({
    at,
    values: panels.flatMap(({ lines, format }) =>
      lines.map((line) => {
        const value = valueAtStep(line, at);
        return value === undefined || !Number.isFinite(value) ? '–' : format(value);
      }),
    ),
  }));
}

// ---------------------------------------------------------------------------------------------------------------------

/** Columns of one curve at most; more than pixels would say nothing more. */
const MOST_COLUMNS = 480;

interface Drawn {
  readonly line: PanelLine;
  readonly columns: readonly Column[];
  readonly points: readonly Point[];
}

function placePanel(panel: Panel, frame: Frame, top: number, bottom: number, step: number): PlacedPanel {
  const { lines, log, title, note, tick, most } = panel;
  const drawn = lines.map((line) => drawnLine(line, frame));
  const domain = domainOf(drawn, log, most);
  const scale = (log ? scaleLog() : scaleLinear()).domain(domain).range([bottom, top]).clamp(true);
  const ticks = log ? logTicks(domain) : scale.ticks(4);
  const placed = drawn.map((one) => placeLine(one, frame, (value) => scale(value), panel));
  return {
    title,
    note,
    top,
    bottom,
    ticks: step === 0 ? [] : ticks.map((value) => ({ y: scale(value), text: tick(value, digitsOf(ticks)) })),
    lines: spread(placed, top, bottom),
  };
}

function drawnLine(line: PanelLine, { left, right, of }: Frame): Drawn {
  if ('points' in line) return { line, columns: [], points: line.points };
  const { series } = line;
  const share = series.length / Math.max(1, of);
  const most = Math.min(MOST_COLUMNS, Math.max(8, Math.floor((right - left) * share)));
  return { line, columns: decimate(series, 0, series.length, most, windowOf(of)), points: [] };
}

function domainOf(drawn: readonly Drawn[], log: boolean, most = Number.POSITIVE_INFINITY): [number, number] {
  const extents = drawn.map((one) => extentOf(shownColumns(one), log));
  const known = extents.filter((extent) => extent !== null);
  if (known.length === 0) return log ? [0.1, 1] : [0, Number.isFinite(most) ? most : 1];
  const [low, high] = [Math.min(...known.map(([least]) => least)), Math.max(...known.map(([, greatest]) => greatest))];
  if (log) return [low * 0.85, Math.max(high * 1.1, low * 2)];
  // Of an axis that ends somewhere at least a tenth is shown: less would make noise look like a rise.
  const least = Number.isFinite(most) ? most / 10 : 0.02;
  const air = Math.max((high - low) * 0.1, (least - (high - low)) / 2);
  return [low - air, Math.min(most, high + air)];
}

/** What a line reaches: its band where it has one, else its means, or its points. */
function shownColumns({ line, columns, points }: Drawn): readonly Column[] {
  if ('points' in line) return points.map(({ at, value }) => ({ at, low: value, high: value, mean: value }));
  return line.raw ? columns : columns.map((column) => ({ ...column, low: column.mean, high: column.mean }));
}

/** Decimals that tell neighbours apart. */
function digitsOf([first = 0, second = 1]: readonly number[]): number {
  return Math.max(0, -Math.floor(Math.log10(Math.abs(second - first) || 1)));
}

/** 1, 2 and 5 of each power of ten, or 1 and 3 where these would be too many. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const powers = Math.log10(high / low);
  const digits = powers > 2.5 ? [1] : powers > 1.2 ? [1, 3] : [1, 2, 5];
  const first = Math.floor(Math.log10(low));
  const all = Array.from({ length: Math.ceil(powers) + 2 }, (_, i) => digits.map((digit) => digit * 10 ** (first + i)));
  return all.flat().filter((value) => value >= low && value <= high);
}

function placeLine(
  { line, columns, points }: Drawn,
  frame: Frame,
  y: (value: number) => number,
  panel: Panel,
): PlacedLine {
  if ('points' in line) {
    const placed = points.map(({ at, value }) => ({ x: frame.x(at), y: y(value) }));
    return {
      line,
      path: pathOf(placed),
      band: '',
      points: placed,
      end: endOf(placed.at(-1), line, points.at(-1)?.value, panel),
    };
  }
  const known = stretchesOf(columns);
  const placed = known.map((stretch) => stretch.map(({ at, mean }) => ({ x: frame.x(at + 1), y: y(mean) })));
  const band = line.raw ? known.map((stretch) => bandOf(stretch, frame, y)).join('') : '';
  const end = endOf(placed.at(-1)?.at(-1), line, known.at(-1)?.at(-1)?.mean, panel);
  return { line, path: placed.map(pathOf).join(''), band, points: [], end };
}

/** Columns that follow one another, cut where there are no numbers: a run that was ended early leaves steps out. */
function stretchesOf(columns: readonly Column[]): readonly (readonly Column[])[] {
  const stretches: Column[][] = [[]];
  for (const column of columns) {
    if (Number.isFinite(column.mean)) stretches.at(-1)?.push(column);
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

function endOf(
  place: { x: number; y: number } | undefined,
  { name }: PanelLine,
  value: number | undefined,
  { format }: Panel,
): PlacedLine['end'] {
  return place && value !== undefined ? { ...place, label: place.y + 4, text: `${name} ${format(value)}` } : null;
}

function bandOf(columns: readonly Column[], frame: Frame, y: (value: number) => number): string {
  if (columns.length < 2) return '';
  const high = columns.map(({ at, high: value }) => `${r(frame.x(at + 1))} ${r(y(value))}`);
  const low = columns.map(({ at, low: value }) => `${r(frame.x(at + 1))} ${r(y(value))}`).reverse();
  return `M${[...high, ...low].join('L')}Z`;
}

const pathOf = (places: readonly { x: number; y: number }[]): string =>
  places.length === 0 ? '' : `M${places.map(({ x, y }) => `${r(x)} ${r(y)}`).join('L')}`;

/** Moves labels at line ends apart, so that none covers another. */
function spread(lines: readonly PlacedLine[], top: number, bottom: number): PlacedLine[] {
  const order = lines.filter(({ end }) => end !== null).sort((a, b) => (a.end?.y ?? 0) - (b.end?.y ?? 0));
  const labels = new Map<PlacedLine, number>();
  let before = top - LINE_HEIGHT;
  for (const line of order) {
    before = Math.max(line.end?.label ?? 0, before + LINE_HEIGHT);
    labels.set(line, before);
  }
  const over = Math.max(0, before - bottom - 4);
  return lines.map((line) =>
    line.end ? { ...line, end: { ...line.end, label: (labels.get(line) ?? line.end.label) - over } } : line,
  );
}

function valueAtStep(line: PanelLine, at: number): number | undefined {
  if ('points' in line) return line.points.filter((point) => point.at <= at).at(-1)?.value;
  const value = at >= 1 && at <= line.series.length ? meanAt(line.series, at - 1, 1) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

const r = (value: number): string => String(Math.round(value * 10) / 10);
