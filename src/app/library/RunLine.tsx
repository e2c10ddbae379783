/** A kept run in the list: a click loads it, the button beside it opens what else can be done; its name can be changed. */
import type { KeyboardEvent } from 'react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { day } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { RunRow } from '../shell/RunRow.tsx';
import { useStudio } from '../store/context.tsx';
import { loadRun } from './loadRun.ts';
import type { Row } from './rows.ts';
import { shelfOf } from './shelf.ts';

const RunMenu = lazy(() => import('./RunMenu.tsx'));

interface RunLineProps {
  readonly row: Row;
  readonly level: number;
  readonly isA: boolean;
  readonly isB: boolean;
  /** Of another network or other data than what is open. */
  readonly there?: boolean;
}

export function RunLine({ row, level, isA, isB, there = false }: RunLineProps) {
  const studio = useStudio();
  const shelf = shelfOf(studio);
  const more = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const isNew = useStore(shelf.state, ({ kept }) => Object.values(kept).includes(row.run.id));
  const { pinned, receipt } = row.run;
  const done = (name?: string): void => {
    setRenaming(false);
    if (name !== undefined && name !== row.name) void shelf.change(row.run, { name });
    requestAnimationFrame(() => more.current?.focus());
  };
  const note = [
    ...(pinned ? [t('baseline')] : []),
    ...(row.change ? [row.change] : []),
    ...(isNew && !there ? [] : [day(receipt.provenance.when)]),
    ...(there ? [receipt.model.name] : []),
  ].join(', ');
  return (
    <li className={`run-line${pinned ? ' pinned' : ''}`} data-run={row.run.id}>
      {renaming ? (
        <NameField name={row.name} done={done} />
      ) : (
        <RunRow
          name={row.name}
          bytes={receipt.metrics.size.bytes}
          quality={row.quality?.value ?? null}
          trust={isNew ? 'live' : 'recorded'}
          {...{ level, isA, isB }}
          load={() => void loadRun(studio, row, 'b')}
        >
          <span className="label change">{note}</span>
        </RunRow>
      )}
      <button
        ref={more}
        type="button"
        className="more"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={t('More of {name}', { name: row.name })}
        onClick={() => setOpen(true)}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <Suspense fallback={null}>
          <RunMenu anchor={more} {...{ row, isA, isB }} rename={() => setRenaming(true)} close={() => setOpen(false)} />
        </Suspense>
      )}
    </li>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function NameField({ name, done }: { readonly name: string; readonly done: (name?: string) => void }) {
  const [text, setText] = useState(name);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') done(text);
    if (event.key !== 'Escape') return;
    // Escape ends the renaming, not the panel that the list may stand in.
    event.stopPropagation();
    done();
  };
  return (
    <input
      className="rename"
      aria-label={t('Name of the run')}
      // biome-ignore lint/a11y/noAutofocus: the field takes the place of what was chosen to be renamed.
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      maxLength={LONGEST_NAME}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => done(text)}
    />
  );
}

const LONGEST_NAME = 120;
