/**
 * Places for units and blocks: left to right in lines that wrap, as text does. An open block is as wide as its longest
 * path and as high as its branches. After Sugiyama's layers (1981), without his crossings: blocks are small.
 */
import type { Segment, Unit } from './segments.ts';

/** A box of the picture: a unit, or a block that is shut. */
export interface Box {
  /** Units that it stands for. */
  readonly units: readonly number[];
  /** Place of its segment. */
  readonly segment: number;
  /** Whether it is a block that is shut. */
  readonly block: boolean;
  /** Boxes that it reads, by place. */
  readonly from: readonly number[];
  /** Left and top in pixels. */
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly boxes: readonly Box[];
  readonly width: number;
  readonly height: number;
}

/** Sizes of boxes and the room between them, in pixels. */
export const BOX = { width: 166, height: 62, across: 26, down: 22 } as const;

/**
 * @param open segments whose units are shown one by one
 * @param width room in pixels
 */
export function layoutGraph(
  units: readonly Unit[],
  segments: readonly Segment[],
  open: ReadonlySet<number>,
  width: number,
): GraphLayout {
  const columns = Math.max(1, Math.floor((width + BOX.across) / (BOX.width + BOX.across)));
  const boxes: Box[] = [];
  const home = new Map<number, number>();
  let [column, top, lineHeight] = [0, 0, 0];
  for (const [index, segment] of segments.entries()) {
    const cells = open.has(index) || segment.units.length === 1 ? spread(segment, units) : [shut(segment)];
    const deep = 1 + Math.max(...cells.map((cell) => cell.depth));
    const lanes = 1 + Math.max(...cells.map((cell) => cell.lane));
    if (column > 0 && column + deep > columns) [column, top, lineHeight] = [0, top + lineHeight, 0];
    for (const { own, depth, lane } of cells) {
      const wrapped = Math.floor(depth / columns);
      const at = { x: column + (depth % columns), y: lane + wrapped * lanes };
      for (const unit of own) home.set(unit, boxes.length);
      boxes.push({
        units: own,
        segment: index,
        block: own.length > 1,
        from: [],
        x: at.x * (BOX.width + BOX.across),
        y: top + at.y * (BOX.height + BOX.down),
      });
    }
    column += Math.min(deep, columns);
    lineHeight = Math.max(lineHeight, lanes * Math.ceil(deep / columns) * (BOX.height + BOX.down));
  }
  return { boxes: withEdges(boxes, units, home), width, height: Math.max(0, top + lineHeight - BOX.down) };
}

/** The box that a key leads to: along an edge to left and right, to the nearest box above and below. */
export function neighbour({ boxes }: GraphLayout, at: number, key: string): number | undefined {
  const here = boxes[at];
  if (!here) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return here.from[0];
    case 'ArrowRight': {
      const next = boxes.findIndex(({ from }) => from.includes(at));
      return next < 0 ? undefined : next;
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      const sign = key === 'ArrowUp' ? -1 : 1;
      const beyond = boxes.map((box, i) => ({ i, dx: Math.abs(box.x - here.x), dy: (box.y - here.y) * sign }));
      return beyond.filter(({ dy }) => dy > 0).sort((p, q) => p.dy - q.dy || p.dx - q.dx)[0]?.i;
    }
    case 'Home':
      return 0;
    case 'End':
      return boxes.length - 1;
    default:
      return undefined;
  }
}

/** An edge as a path: a curve within a line, below the boxes that it skips, around the end of the line otherwise. */
export function edgePath(from: Box, to: Box): string {
  const [x0, y0] = [from.x + BOX.width, from.y + BOX.height / 2];
  const [x1, y1] = [to.x, to.y + BOX.height / 2];
  if (from.y === to.y && x1 - x0 > BOX.width) {
    const below = from.y + BOX.height + BOX.down / 2;
    return `M${x0} ${y0}h6V${below}H${x1 - 8}V${y1}H${x1}`;
  }
  if (x1 > from.x) {
    const bend = Math.max(8, (x1 - x0) / 2);
    return `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
  }
  const gap = to.y - BOX.down / 2;
  return `M${x0} ${y0}h6V${gap}H${x1 - 8}V${y1}H${x1}`;
}

// ---------------------------------------------------------------------------------------------------------------------

interface Placed {
  readonly own: readonly number[];
  readonly depth: number;
  readonly lane: number;
}

function shut({ units }: Segment): Placed {
  return { own: units, depth: 0, lane: 0 };
}

/** Each unit by its longest path from the segment's start; units of one depth lie below each other. */
function spread(segment: Segment, units: readonly Unit[]): Placed[] {
  const depth = new Map<number, number>();
  const filled: number[] = [];
  return segment.units.map((unit) => {
    const before = (units[unit]?.from ?? []).flatMap((j) => depth.get(j) ?? []);
    const own = before.length === 0 ? 0 : 1 + Math.max(...before);
    depth.set(unit, own);
    const lane = filled[own] ?? 0;
    filled[own] = lane + 1;
    return { own: [unit], depth: own, lane };
  });
}

function withEdges(boxes: readonly Box[], units: readonly Unit[], home: ReadonlyMap<number, number>): Box[] {
  return boxes.map((box, i) => {
    const read = box.units.flatMap((unit) => units[unit]?.from ?? []).flatMap((unit) => home.get(unit) ?? []);
    return { ...box, from: [...new Set(read)].filter((j) => j !== i) };
  });
}
