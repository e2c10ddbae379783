/** The budget of bytes that a person sets; one for the whole page. */
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

const KILO = 1000;

export function BudgetField() {
  const budget = useApp((state) => state.budget);
  const setBudget = useApp((state) => state.setBudget);
  return (
    <label>
      {t('budget')}{' '}
      <input
        type="number"
        min={0}
        value={budget === null ? '' : budget / KILO}
        onChange={({ target }) => setBudget(target.value === '' ? null : Math.max(0, Number(target.value)) * KILO)}
      />{' '}
      kB
    </label>
  );
}
