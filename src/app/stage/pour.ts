/**
 * Geometry of the pour: one stroke along the level of each side, over the lip and down (or up) the wall to the next
 * level. Pure functions from stops to SVG paths; drawing is in `Pour.tsx`.
 */

/** One side: where it ends (x) and how high its liquid stands (y, downwards). */
export interface Stop {
  readonly x: number;
  readonly y: number;
}

/** How far the stroke climbs the glass at both ends. */
const MENISCUS = 5;
/** Corners larger than this look like pipes. */
const WIDEST_CORNER = 60;

/** The stroke over all sides, from the left wall to the right. */
export function pourPath(stops: readonly Stop[], radius: number): string {
  const [first] = stops;
  if (!first) return '';
  const parts = [`M0 ${r(first.y - MENISCUS)}Q1.5 ${r(first.y)} 11 ${r(first.y)}`];
  for (let i = 1; i < stops.length; i++) parts.push(fall(stops[i - 1] ?? first, stops[i] ?? first, radius));
  const last = stops[stops.length - 1] ?? first;
  parts.push(`H${r(last.x - 11)}Q${r(last.x - 1.5)} ${r(last.y)} ${r(last.x)} ${r(last.y - MENISCUS)}`);
  return parts.join('');
}

/** What lies under the stroke, one shape a side, so that line and liquid never part. */
export function liquidPaths(stops: readonly Stop[], height: number, radius: number): string[] {
  return stops.map((stop, i) => {
    const before = stops[i - 1];
    const after = stops[i + 1];
    const left = before?.x ?? 0;
    const foot = before && stop.y > before.y ? corner(before, stop, radius) : 0;
    const lip = after && after.y > stop.y ? corner(stop, after, radius) : 0;
    const start =
      foot > 0
        ? `M${r(left)} ${r(stop.y - foot)}Q${r(left)} ${r(stop.y)} ${r(left + foot)} ${r(stop.y)}`
        : `M${r(left)} ${r(stop.y)}`;
    const end = lip > 0 ? `Q${r(stop.x)} ${r(stop.y)} ${r(stop.x)} ${r(stop.y + lip)}` : '';
    return `${start}H${r(stop.x - lip)}${end}V${r(height)}H${r(left)}Z`;
  });
}

/** Liquid running over the lip between the first two sides, while one of them is being worked out. */
export function threadPath([from, to]: readonly Stop[], radius: number): string {
  if (!from || !to || to.y - from.y < 12) return '';
  const [x, top, bottom] = [from.x, from.y, to.y];
  const q = Math.min(radius, (bottom - top) / 2);
  return (
    `M${r(x - 30)} ${r(top)}C${r(x - 12)} ${r(top - 4)} ${r(x + 7)} ${r(top - 3)} ${r(x + 7)} ${r(top + 20)}` +
    `L${r(x + 4)} ${r(bottom - 1)}H${r(x + q)}Q${r(x)} ${r(bottom)} ${r(x)} ${r(bottom - q)}` +
    `V${r(top + q)}Q${r(x)} ${r(top)} ${r(x - q)} ${r(top)}Z`
  );
}

/** Graduations between 0 and `full`: a round step with about `wanted` of them, every fifth or so labelled. */
export function graduations(full: number, wanted: number): { value: number; major: boolean }[] {
  if (!(full > 0)) return [];
  const rough = full / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough) ?? 10 * power;
  const major = step / power === 2 ? 5 : step / power === 5 ? 4 : 5;
  const marks = Array.from({ length: Math.floor(full / step) + 1 }, (_, i) => i);
  return marks.map((i) => ({ value: i * step, major: i % major === 0 }));
}

// ---------------------------------------------------------------------------------------------------------------------

function fall(from: Stop, to: Stop, radius: number): string {
  const sign = Math.sign(to.y - from.y) || 1;
  const q = corner(from, to, radius);
  return (
    `H${r(from.x - q)}Q${r(from.x)} ${r(from.y)} ${r(from.x)} ${r(from.y + sign * q)}` +
    `V${r(to.y - sign * q)}Q${r(from.x)} ${r(to.y)} ${r(from.x + q)} ${r(to.y)}`
  );
}

function corner(from: Stop, to: Stop, radius: number): number {
  return Math.min(radius, Math.abs(to.y - from.y) / 2, WIDEST_CORNER);
}

function r(value: number): string {
  return String(Math.round(value * 10) / 10);
}
