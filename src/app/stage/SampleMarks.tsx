/** What one side says of each sample: its answer, how sure it is, whether it is wrong, whether the sides disagree. */
import type { SideName } from '../store/types.ts';
import type { Cell } from './cells.ts';

interface SampleMarksProps {
  readonly side: SideName;
  readonly cells: readonly Cell[];
  readonly classes: number;
  readonly name: (index: number) => string;
}

export function SampleMarks({ side, cells, classes, name }: SampleMarksProps) {
  return (
    <div className={`samples-layer ${side}`} aria-hidden="true">
      {cells.map((cell) => (
        <div
          key={cell.sample}
          className={`cell${cell.flip ? ' flip' : ''}${cell.mended && side === 'b' ? ' mended' : ''}`}
        >
          {cell.flip && <i className="box" />}
          <Marks cell={cell} side={side} classes={classes} name={name} />
        </div>
      ))}
    </div>
  );
}

function Marks({ cell, side, classes, name }: { readonly cell: Cell } & Omit<SampleMarksProps, 'cells'>) {
  const answer = cell[side];
  if (answer === null) return null;
  const wrong = cell.label !== null && answer.top !== cell.label;
  if (cell.flip && side === 'b') {
    return (
      <span className="says">
        <span className="was">{cell.a && name(cell.a.top)}→</span>
        {name(answer.top)}
      </span>
    );
  }
  return (
    <>
      <span className="says">
        {name(answer.top)}
        {wrong && <span className="wrong">×</span>}
      </span>
      <i className="sure" style={{ '--sure': sureness(answer.confidence, classes) } as Record<string, number>} />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Length of the line: nothing at a blind guess, all of it when certain. */
function sureness(confidence: number, classes: number): number {
  const guess = 1 / Math.max(2, classes);
  return Math.max(0.05, (confidence - guess) / (1 - guess));
}
