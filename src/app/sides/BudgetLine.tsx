/** Under the size: whether it fits, by which limit, and the budget to edit, which both sides and the comparison share. */
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { SideName, SideResult } from '../store/types.ts';
import { BudgetField } from './BudgetField.tsx';
import { verdictOf, verdictWords } from './budgetVerdict.ts';
import { machineMemory } from './machineMemory.ts';

interface BudgetLineProps {
  readonly side: SideName;
  readonly result: SideResult;
}

const NO_LIMITS = {};

export default function BudgetLine({ side, result }: BudgetLineProps) {
  const budget = useApp((state) => state.budget);
  const readiness = useApp((state) => state.readiness);
  const limits = readiness?.limits ?? NO_LIMITS;
  const trust = useApp((state) => trustOf(state, side));
  const [open, setOpen] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLSpanElement>(null);
  useShut(open, word, note, () => setOpen(false));
  const largest = Math.max(0, ...result.layers.map(({ bytes }) => bytes));
  const verdict = verdictOf({
    bytes: result.measurement.size.bytes,
    largest,
    budget,
    limits,
    memory: machineMemory(readiness),
  });
  const id = `budget-${side}`;
  return (
    <>
      <button
        ref={word}
        type="button"
        className="verdict-word"
        data-fit={verdict.fit}
        data-provenance={trust}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {verdictWords(verdict)}
      </button>
      {open && (
        <span ref={note} id={id} className="budget-edit">
          <BudgetField />
          {verdict.rows.map((row) => (
            <span key={row} className="note-line">
              {row}
            </span>
          ))}
        </span>
      )}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

type Part = RefObject<HTMLElement | null>;

/** The note lies over what is below it: Escape shuts it and gives the focus back, a press elsewhere shuts it. */
function useShut(open: boolean, word: Part, note: Part, shut: () => void): void {
  const newest = useRef(shut);
  newest.current = shut;
  useEffect(() => {
    if (!open) return;
    const controller = new AbortController();
    const { signal } = controller;
    const outside = ({ target }: Event): boolean =>
      target instanceof Node && !word.current?.contains(target) && !note.current?.contains(target);
    document.addEventListener('pointerdown', (event) => outside(event) && newest.current(), { signal });
    document.addEventListener('focusin', (event) => outside(event) && newest.current(), { signal });
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key !== 'Escape') return;
        newest.current();
        word.current?.focus();
      },
      { signal },
    );
    return () => controller.abort();
  }, [open, word, note]);
}
