/** Where a setting changed: a dotted line with the change in words, as far as there is room for them. */
import type { Frame, Mark } from './panels.ts';

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly frame: Frame;
  readonly height: number;
}

/** Pixels that a letter takes, generously. */
const LETTER = 6.4;

export function Marks({ marks, frame, height }: MarksProps) {
  const shown = marks.map((mark) => ({ ...mark, x: frame.x(mark.at) }));
  const fits = (i: number): boolean => {
    const [own, next] = [shown[i], shown[i + 1]];
    return !frame.narrow && own !== undefined && own.x + own.words.length * LETTER < (next?.x ?? frame.right + 60);
  };
  return (
    <g>
      {shown.map(({ at, words, x }, i) => (
        <g key={`${at} ${words}`}>
          <path className="mark-line" d={`M${x} 22V${height}`} />
          {fits(i) && (
            <text className="mark-words" x={x + 6} y={34}>
              {words}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
