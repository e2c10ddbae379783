/** Under the size: whether it fits, by which limit, and the budget to edit, which both sides and the comparison share. */
import { useState } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { SideName, SideResult } from '../store/types.ts';
import { verdictOf, verdictWords } from './budgetVerdict.ts';

interface BudgetLineProps {
  readonly side: SideName;
  readonly result: SideResult;
}

const NO_LIMITS = {};
const KILO = 1000;

export default function BudgetLine({ side, result }: BudgetLineProps) {
  const budget = useApp((state) => state.budget);
  const setBudget = useApp((state) => state.setBudget);
  const limits = useApp((state) => state.readiness?.limits) ?? NO_LIMITS;
  const trust = useApp((state) => trustOf(state, side));
  const [open, setOpen] = useState(false);
  const largest = Math.max(0, ...result.layers.map(({ bytes }) => bytes));
  const verdict = verdictOf({ bytes: result.measurement.size.bytes, largest, budget, limits });
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
          <label>
            {t('budget')}{' '}
            <input
              type="number"
              min={0}
              value={budget === null ? '' : budget / KILO}
              onChange={({ target }) =>
                setBudget(target.value === '' ? null : Math.max(0, Number(target.value)) * KILO)
              }
            />{' '}
            kB
          </label>
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
