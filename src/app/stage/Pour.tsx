/** Draws the pour: liquid under it, the glass around it, and how far it can be trusted by the way it is drawn. */
import type { Stop } from './pour.ts';
import { liquidPaths, pourPath, threadPath } from './pour.ts';

/** Solid: measured here. Dots: recorded. Grey dashes: out of date. With a thread: being worked out. Broken: lost. */
export type PourState = 'measured' | 'recorded' | 'stale' | 'working' | 'lost';

export interface PourProps {
  readonly width: number;
  readonly height: number;
  readonly stops: readonly Stop[];
  readonly radius: number;
  readonly state: PourState;
}

/** The liquid of each side; lies under the content. */
export function Liquid({ height, stops, radius }: Pick<PourProps, 'height' | 'stops' | 'radius'>) {
  return (
    <svg className="drawing" aria-hidden="true">
      <defs>
        <pattern id="level-hatch" width="8" height="6" patternUnits="userSpaceOnUse">
          <rect width="8" height="6" fill="var(--b-tint)" />
          <path d="M0 5.5H8" stroke="var(--b-hatch)" />
        </pattern>
      </defs>
      {liquidPaths(stops, height, radius).map((path, i) => (
        <path key={i === 0 ? 'a' : 'b'} className={`liquid ${i === 0 ? 'a' : 'b'}`} d={path} />
      ))}
    </svg>
  );
}

/** The stroke and the walls; lies over the content. */
export function PourLine({ width, height, stops, radius, state }: PourProps) {
  const line = state === 'working' ? 'measured' : state;
  const wall = stops[0];
  return (
    <svg className="drawing" aria-hidden="true">
      {state === 'working' && <path className="thread" d={threadPath(stops, radius)} />}
      <path className="walls" d={`M.5 0V${height - 0.5}H${width - 0.5}V0`} />
      <path className={`pour-line ${line}`} d={pourPath(stops, radius)} />
      {state === 'lost' && wall && <path className="pour-break" d={`M${wall.x - 8} ${height * 0.4}l16 6m-16 8l16 6`} />}
    </svg>
  );
}

/** Stops of two sides in a vessel of this size, levels true to one scale, at least 2 px of liquid. */
export function stopsOf(
  size: { readonly width: number; readonly height: number },
  split: number,
  levels: readonly [number, number],
  top: number,
): [Stop, Stop] {
  const y = (level: number): number => size.height - Math.max(2, level * (size.height - top));
  return [
    { x: size.width * split, y: y(levels[0]) },
    { x: size.width, y: y(levels[1]) },
  ];
}
