/** One matrix as a grid that arrow keys walk; Enter or a click shows the samples of a cell. */
import { useGridWalk } from '../../aria/gridKeys.ts';
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Trust } from '../../store/types.ts';
import type { Matrix, MatrixName } from './matrices.ts';

interface MatrixGridProps {
  readonly which: MatrixName;
  readonly matrix: Matrix;
  readonly labelled: boolean;
  readonly name: (index: number) => string;
  readonly trust: Trust;
  readonly choose: (truth: number, answer: number) => void;
}

export function MatrixGrid({ which, matrix, labelled, name, trust, choose }: MatrixGridProps) {
  const { grid, cellAt } = useGridWalk([matrix.length, matrix.length]);
  const most = Math.max(
    1,
    ...matrix.flatMap((row, r) => row.map((n, c) => (r === c && which !== 'change' ? 0 : Math.abs(n)))),
  );
  const title = titleOf(which);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="matrix" aria-label={title} tabIndex={0} data-side={which === 'change' ? undefined : which}>
      <h2>
        {which === 'change' ? title : <i className={`mark mark-${which}`}>{which.toUpperCase()}</i>}{' '}
        <span>{which === 'change' ? '' : labelled ? t('answers to each class') : t('answers')}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells arrow keys walk is a grid. */}
      <table ref={grid} role="grid" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{labelled ? t('is \\ says') : t('A \\ says')}</th>
            {matrix.map((_, c) => (
              <th key={name(c)} scope="col">
                {name(c)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, r) => (
            <tr key={name(r)}>
              <th scope="row">{name(r)}</th>
              {row.map((n, c) => (
                <td key={name(c)}>
                  <button
                    {...cellAt(r, c)}
                    type="button"
                    className={`cell-count${r === c ? ' right' : ''}${n < 0 ? ' fewer' : ''}`}
                    style={{ '--shade': `${Math.round((Math.abs(n) / most) ** 0.5 * 62)}%` } as Record<string, string>}
                    data-provenance={trust}
                    aria-label={cellWords(which, name(r), name(c), n, labelled)}
                    onClick={() => choose(r, c)}
                  >
                    {shown(n, which)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function titleOf(which: MatrixName): string {
  if (which === 'change') return t('B minus A');
  return which === 'a' ? t('Answers of A') : t('Answers of B');
}

function shown(n: number, which: MatrixName): string {
  if (n === 0) return '·';
  if (which !== 'change') return count(n);
  return n > 0 ? `+${count(n)}` : `−${count(-n)}`;
}

function cellWords(which: MatrixName, truth: string, answer: string, n: number, labelled: boolean): string {
  const values = { truth, answer, n: which === 'change' ? shown(n, which).replace('·', '0') : count(n) };
  if (which === 'change') {
    return labelled ? t('{truth} read as {answer}: {n} in B', values) : t('{truth} in A, {answer} in B: {n}', values);
  }
  return labelled
    ? t('{truth} read as {answer}: {n} samples', values)
    : t('{truth} in A, here {answer}: {n} samples', values);
}
