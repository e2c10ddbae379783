/** The row's numbers after each step that was taken: one line a step, one column a weight. */
import { t } from '../../messages/t.ts';
import type { SlowStep } from './slowSteps.ts';

interface SlowTableProps {
  readonly steps: readonly SlowStep[];
  readonly weights: number;
  /** The column that is looked at. */
  readonly weight: number | null;
}

export function SlowTable({ steps, weights, weight }: SlowTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="scrolls" tabIndex={0} aria-label={t('Numbers of the row')}>
      <table className="slow-table">
        <caption className="unseen">{t('The row after each step')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('step')}</th>
            {Array.from({ length: weights }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
              <th key={i} scope="col" className={i === weight ? 'mine' : ''}>
                {i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ name, cells, says }, line) => (
            <tr key={name} className={line === steps.length - 1 ? 'newest' : ''}>
              <th scope="row">{name}</th>
              {cells ? (
                cells.map((cell, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a weight is its place.
                  <td key={i} className={i === weight ? 'mine' : ''}>
                    {cell}
                  </td>
                ))
              ) : (
                <td colSpan={weights} className="whole">
                  {says}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
