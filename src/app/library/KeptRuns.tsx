/**
 * All runs that are kept, for the left rail: those of what is open with their levels, all others behind a heading, found
 * by typing. A click makes B what a run was; the menu of a line does the rest.
 */
import { useState } from 'react';
import { useStore } from 'zustand';
import { count } from '../format/numbers.ts';
import { t, tn } from '../messages/t.ts';
import { RunRow } from '../shell/RunRow.tsx';
import { useApp, useStudio } from '../store/context.tsx';
import { NO_DATA, wantedKey } from '../store/results.ts';
import type { RunEntry } from '../store/types.ts';
import { Kept } from './Kept.tsx';
import { RunLine } from './RunLine.tsx';
import type { Row } from './rows.ts';
import { matching, rowsOf } from './rows.ts';
import { shelfOf } from './shelf.ts';
import { UndoBar } from './UndoBar.tsx';
import './library.css';

/** Fewer runs are found by looking. */
const WORTH_SEARCHING = 6;

export default function KeptRuns() {
  const shelf = shelfOf(useStudio());
  const { runs, subjects } = useStore(shelf.state);
  const bases = useApp((state) => state.bases);
  const opened = useApp((state) => state.opened);
  const [search, setSearch] = useState('');
  const all = rowsOf(runs ?? [], subjects, { bases, opened });
  const here = matching(all.here, search);
  const elsewhere = matching(all.elsewhere, search);
  const many = all.here.length + all.elsewhere.length >= WORTH_SEARCHING;
  return (
    <>
      {many && (
        <input
          type="search"
          className="find-run"
          aria-label={t('Find a run')}
          placeholder={t('Find a run')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <Here rows={here} searching={search !== ''} />
      {elsewhere.length > 0 && (
        <details className="elsewhere" open={search !== '' || undefined}>
          <summary>
            {tn(elsewhere.length, 'One run on something else', '{count} runs on something else', {
              count: count(elsewhere.length),
            })}
          </summary>
          <ul>
            {elsewhere.map((row) => (
              <RunLine key={row.run.id} row={row} level={0} isA={false} isB={false} there />
            ))}
          </ul>
        </details>
      )}
      {search !== '' && here.length + elsewhere.length === 0 && <p className="label">{t('No run is called so.')}</p>}
      <UndoBar />
      <Kept />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Runs of what is open; what is only recorded stands among them until it has been measured here. */
function Here({ rows, searching }: { readonly rows: readonly Row[]; readonly searching: boolean }) {
  const { kept } = useStore(shelfOf(useStudio()).state);
  const session = useApp((state) => state.runs);
  const data = useApp((state) => state.opened?.key ?? NO_DATA);
  const keyA = useApp((state) => wantedKey(state, state.sides.a));
  const keyB = useApp((state) => wantedKey(state, state.sides.b));
  const setSide = useApp((state) => state.setSide);
  const shown = rows.map((row) => withSession(row, session, kept));
  const known = new Set(shown.map(({ key }) => key));
  const waiting = searching
    ? []
    : session.filter(({ key }) => key.endsWith(`|${data}`) && !known.has(key) && kept[key] === undefined);
  const sizes = [...rows.map(({ run }) => run.receipt.metrics.size.bytes), ...waiting.map(({ bytes }) => bytes)];
  const largest = Math.max(1, ...sizes);
  if (rows.length + waiting.length === 0) {
    return searching ? null : <p className="label">{t('What you measure is listed here.')}</p>;
  }
  return (
    <ul>
      {shown.map((row) => (
        <RunLine
          key={row.run.id}
          row={row}
          level={row.run.receipt.metrics.size.bytes / largest}
          isA={row.key !== null && row.key === keyA}
          isB={row.key !== null && row.key === keyB}
        />
      ))}
      {waiting.map(({ key, spec, ...run }) => (
        <li key={key}>
          <RunRow
            {...run}
            level={run.bytes / largest}
            isA={key === keyA}
            isB={key === keyB}
            load={() => setSide('b', spec)}
          />
        </li>
      ))}
    </ul>
  );
}

/** A run whose recipe no sentence can say is still what this page measured, as long as the page is open. */
function withSession(row: Row, session: readonly RunEntry[], kept: Readonly<Record<string, string>>): Row {
  const own = row.spec === null ? session.find(({ key }) => kept[key] === row.run.id) : undefined;
  return own ? { ...row, spec: own.spec, key: own.key } : row;
}
