/** The roofline as a table. */
import { decimals, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { CopyTable } from '../CopyTable.tsx';
import type { RoofPoint } from './roofline.ts';

const TABLE = 'roof-table';

export function RoofTable({ points }: { readonly points: readonly RoofPoint[] }) {
  const waits = { start: t('its start'), bytes: t('bytes'), arithmetic: t('arithmetic') };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="scrolls" tabIndex={0} aria-label={t('Nodes under the ceilings')}>
      <table className="plain" id={TABLE}>
        <caption className="unseen">{t('Rates of each node against the ceilings of this adapter')}</caption>
        <thead>
          <tr>
            {[
              t('side'),
              t('node'),
              t('time'),
              t('operations a byte'),
              'GFLOP/s',
              'GB/s',
              t('of the ceiling'),
              t('waits for'),
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ side, node, ms, intensity, gflops, gbs, reached, limit }) => (
            <tr key={`${side} ${node}`} data-side={side}>
              <td>{side.toUpperCase()}</td>
              <th scope="row">{node}</th>
              <td data-provenance="live">{text(timeFigure(ms))}</td>
              <td>{significant(intensity)}</td>
              <td>{significant(gflops)}</td>
              <td>{significant(gbs)}</td>
              <td>{decimals(reached * 100, 1)} %</td>
              <td>{waits[limit]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CopyTable table={TABLE} />
    </section>
  );
}
