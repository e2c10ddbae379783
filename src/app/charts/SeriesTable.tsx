/** The numbers of the curves as a table of about twenty steps. */
import { count } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import type { Panel } from './panels.ts';
import '../styles/tables.css';

interface SeriesTableProps {
  readonly label: string;
  readonly panels: readonly Panel[];
  readonly rows: readonly { readonly at: number; readonly values: readonly string[] }[];
}

export function SeriesTable({ label, panels, rows }: SeriesTableProps) {
  const lines = panels.flatMap((panel) => panel.lines);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="series-table" aria-label={label} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('step')}</th>
            {lines.map(({ key, name }) => (
              <th key={key} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">{count(at)}</th>
              {values.map((value, i) => (
                <td key={lines[i]?.key} className="num">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
