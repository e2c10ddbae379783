/** How many samples of each class both sides read right, with what B gained or lost. */
import { count, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { SideName, Trust } from '../../store/types.ts';
import { CopyTable } from '../CopyTable.tsx';
import type { Confusions } from './matrices.ts';
import { rowTotals } from './matrices.ts';

interface ClassTableProps {
  readonly confusions: Confusions;
  readonly name: (index: number) => string;
  readonly trusts: Readonly<Record<SideName, Trust>>;
  /** Shows the samples of a class. */
  readonly choose: (truth: number) => void;
}

const TABLE = 'class-table';

export function ClassTable({ confusions, name, trusts, choose }: ClassTableProps) {
  const [a, b] = [rowTotals(confusions.a), rowTotals(confusions.b)];
  const { labelled } = confusions;
  return (
    <section className="class-table" aria-labelledby="classes-title">
      <h2 id="classes-title">{labelled ? t('Right in each class') : t('Same answer in each class')}</h2>
      <table className="plain" id={TABLE}>
        <caption className="unseen">{t('Share of right answers in each class on both sides')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col" className="num">
              {t('samples')}
            </th>
            <th scope="col" className="num" data-side="a">
              <i className="mark mark-a">A</i>
            </th>
            <th scope="col" className="num" data-side="b">
              <i className="mark mark-b">B</i>
            </th>
            <th scope="col" className="num">
              {t('change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {b.map(({ all, right }, i) => {
            const before = a[i]?.right ?? 0;
            return (
              <tr key={name(i)}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => choose(i)}>
                    {name(i)}
                  </button>
                </th>
                <td className="num">{count(all)}</td>
                <td className="num" data-side="a" data-provenance={trusts.a}>
                  {share(before, all)}
                </td>
                <td className="num" data-side="b" data-provenance={trusts.b}>
                  {share(right, all)}
                </td>
                <td className="num">{changeWords(right - before)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="label">
        <CopyTable table={TABLE} />
      </p>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function share(right: number, all: number): string {
  return all === 0 ? '–' : text(percentFigure(right / all));
}

/** Counts, since a class holds too few samples for points of a percent. */
function changeWords(difference: number): string {
  if (difference === 0) return t('none');
  return difference > 0 ? t('{n} more', { n: count(difference) }) : t('{n} fewer', { n: count(-difference) });
}
