/** Graduations outside of the vessel's walls: bytes, true to one linear scale, with the level of each side. */
import { bytesFigure, count, text } from '../format/numbers.ts';
import type { SideName, Trust } from '../store/types.ts';
import { graduations } from './pour.ts';

/** Labels nearer than this to a level's own label give way to it, in pixels. */
const NEAR = 14;

interface ScaleProps {
  readonly side: 'left' | 'right';
  /** Bytes at the rim. */
  readonly full: number;
  readonly a: number;
  readonly b: number;
  /** Height of the scale in pixels. */
  readonly height: number;
  /** How far the bytes of each side can be trusted. */
  readonly trusts: Readonly<Record<SideName, Trust>>;
}

export function Scale({ side, full, a, b, height, trusts }: ScaleProps) {
  const marks = graduations(full, 22);
  const unit = bytesFigure(full).unit;
  const hidden = (value: number): boolean => [a, b].some((level) => Math.abs(level - value) * (height / full) < NEAR);
  const both = Math.abs(a - b) * (height / full) < NEAR;
  return (
    <div className={`scale ${side}`} aria-hidden="true">
      {marks.map(({ value, major }) => (
        <i key={value} className={major ? 'major' : ''} style={at(value / full)} />
      ))}
      {side === 'right' &&
        marks
          .filter(({ value, major }) => major && !hidden(value))
          .map(({ value }) => (
            <span key={value} style={at(value / full)}>
              {inUnit(value, unit)}
            </span>
          ))}
      {side === 'right' && (
        <>
          <span className="of-a" data-provenance={trusts.a} style={at(a / full)}>
            {text(bytesFigure(a))}
          </span>
          {!both && (
            <span className="of-b" data-provenance={trusts.b} style={at(b / full)}>
              {text(bytesFigure(b))}
            </span>
          )}
        </>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function at(level: number): Record<string, string> {
  return { '--at': String(level) };
}

function inUnit(bytes: number, unit: string): string {
  const power = { B: 0, kB: 1, MB: 2, GB: 3 }[unit] ?? 0;
  return count(Number((bytes / 1000 ** power).toPrecision(4)));
}
