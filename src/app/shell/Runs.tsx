/** The runs of this session on the open data, each with its level; a click makes B what that run was. */
import type { CSSProperties } from 'react';
import { bytesFigure, percentFigure, text } from '../format/numbers.ts';
import { useApp } from '../store/context.tsx';
import { NO_DATA, wantedKey } from '../store/results.ts';
import type { RunEntry } from '../store/types.ts';

export function Runs() {
  const all = useApp((state) => state.runs);
  const data = useApp((state) => state.opened?.key ?? NO_DATA);
  const runs = all.filter(({ key }) => key.endsWith(`|${data}`));
  const keyA = useApp((state) => wantedKey(state, state.sides.a));
  const keyB = useApp((state) => wantedKey(state, state.sides.b));
  const setSide = useApp((state) => state.setSide);
  const largest = Math.max(1, ...runs.map(({ bytes }) => bytes));
  return (
    <nav className="runs" aria-label="Runs">
      <header>
        <h2>Runs</h2>
        <span className="label">click loads B</span>
      </header>
      {runs.map((run) => (
        <Run
          key={run.key}
          run={run}
          level={run.bytes / largest}
          isA={run.key === keyA}
          isB={run.key === keyB}
          load={() => setSide('b', run.spec)}
        />
      ))}
      {runs.length === 0 && <p className="label">What you measure is listed here.</p>}
      <footer className="label">Kept until this tab is closed.</footer>
    </nav>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface RunProps {
  readonly run: RunEntry;
  readonly level: number;
  readonly isA: boolean;
  readonly isB: boolean;
  readonly load: () => void;
}

function Run({ run, level, isA, isB, load }: RunProps) {
  const side = isA ? 'a' : isB ? 'b' : '';
  const quality = run.quality === null ? '' : `${text(percentFigure(run.quality))}, `;
  const shown = isA && isB ? ', shown as A and B' : isA ? ', shown as A' : isB ? ', shown as B' : '';
  return (
    <button type="button" className={`run${side ? ' shown' : ''}`} onClick={load}>
      <i className={`level-glyph ${side}`} style={{ '--level': level } as CSSProperties} />
      <span className="name">{run.name}</span>
      <span className="marks" aria-hidden="true">
        {isA && <i className="mark mark-a">A</i>}
        {isB && <i className="mark mark-b">B</i>}
      </span>
      <span className="label" data-provenance={run.trust}>
        {quality}
        {text(bytesFigure(run.bytes))}
        {run.trust === 'recorded' ? ', recorded' : ''}
        <span className="unseen">{shown}</span>
      </span>
    </button>
  );
}
