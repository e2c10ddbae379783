/** Under the size: whether it fits, by which limit, and the budget to edit, which both sides and the comparison share. */
import { useState } from 'react';
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
        <span id={id} className="budget-edit">
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
