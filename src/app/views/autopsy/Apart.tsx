/** The values of a layer that differ most between the sides, as a table: what the pictures show, to be read. */
import type { TracedLayer } from '../../../studio/api.ts';
import { significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { CopyTable } from '../CopyTable.tsx';
import { mostApart } from './tiles.ts';
import '../../styles/tables.css';

const SHOWN = 6;
const TABLE = 'apart-table';

export function Apart({ layer }: { readonly layer: TracedLayer }) {
  const rows = mostApart(layer, SHOWN);
  return (
    <div className="apart">
      <table className="plain" id={TABLE}>
        <caption>{t('Values that differ most')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col" className="num">
              A
            </th>
            <th scope="col" className="num">
              B
            </th>
            <th scope="col" className="num">
              {t('B minus A')}
            </th>
          </tr>
        </thead>
        <tbody data-provenance="live">
          {rows.map(({ channel, at, a, b }) => (
            <tr key={[channel, ...at].join()}>
              <th scope="row">{[channel, ...at].join(', ')}</th>
              <td className="num">{significant(a)}</td>
              <td className="num">{significant(b)}</td>
              <td className="num">{significant(b - a)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CopyTable table={TABLE} />
    </div>
  );
}
