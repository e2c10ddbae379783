/** Up to four pinned runs side by side with the original: what they are and what they do, or only where they differ. */

import type { SweepRow, SweepTable } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { useSize } from '../../shell/useSize.ts';
import { liquidPaths, pourPath } from '../../stage/pour.ts';
import { CopyTable } from '../CopyTable.tsx';
import { useChoice } from '../useChoice.ts';
import { factsOf } from './figures.ts';
import { TWELVE } from './twelve.ts';

interface PinnedProps {
  readonly table: SweepTable;
  readonly pinned: readonly number[];
  readonly shown: number | undefined;
}

export function Pinned({ table, pinned, shown }: PinnedProps) {
  const [differing, setDiffering] = useChoice('differing', ['all', 'only']);
  const onlyDifferences = differing === 'only';
  const rows = pinned.flatMap((index) => table.rows.find((row) => row.index === index) ?? []);
  const facts = factsOf(table).map(({ of, ...fact }) => ({ ...fact, words: rows.map((row) => wordsOf(row, of)) }));
  const unlike = facts.filter(({ words }) => new Set(words).size > 1);
  const listed = onlyDifferences && rows.length > 1 ? unlike : facts;
  return (
    <section className="pinned" aria-labelledby="pinned-title">
      <header className="study-head">
        <h2 id="pinned-title">{t('Side by side')}</h2>
        {rows.length > 1 && (
          <label className="check">
            <input
              type="checkbox"
              checked={onlyDifferences}
              onChange={(event) => setDiffering(event.target.checked ? 'only' : 'all')}
            />
            {t('differences only')}
          </label>
        )}
      </header>
      {rows.length === 0 ? (
        <p className="quiet">{t('Pin up to four runs in the table to read them side by side.')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
        <section className="pinned-scroll" aria-label={t('Pinned runs')} tabIndex={0}>
          <Cascade bytes={[table.original.bytes, ...rows.map(({ bytes }) => bytes)]} />
          <table className="plain" id="pinned-table">
            <caption className="unseen">{t('Pinned runs beside the original')}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span className="unseen">{t('measure')}</span>
                </th>
                <th scope="col">
                  <i className="mark mark-a">A</i> {t('Original')}
                </th>
                {rows.map(({ index, label }) => (
                  <th key={index} scope="col">
                    {index === shown && <i className="mark mark-b">B</i>} {tell(label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {listed.map(({ name, note, original, words }) => (
                <tr key={name}>
                  <th scope="row">
                    {name}
                    <span className="label">{note}</span>
                  </th>
                  <td data-provenance="live">{original}</td>
                  {rows.map(({ index }, i) => (
                    <td key={index} data-provenance="live">
                      {words[i]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <CopyTable table="pinned-table" />
        </section>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const [HEIGHT, RIM, RADIUS] = [64, 6, 12];

/** The pour over all of them: each column filled to its bytes, true to one scale. */
function Cascade({ bytes }: { readonly bytes: readonly number[] }) {
  const [ref, { width }] = useSize<HTMLDivElement>();
  const most = Math.max(...bytes);
  const stops = bytes.map((size, i) => ({
    x: (width * (i + 1)) / bytes.length,
    y: HEIGHT - Math.max(2, (size / most) * (HEIGHT - RIM)),
  }));
  return (
    <div className="cascade" ref={ref}>
      <svg className="drawing" width={width} height={HEIGHT} aria-hidden="true">
        {liquidPaths(stops, HEIGHT, RADIUS).map((path, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the columns of one drawing.
          <path key={i} className={i === 0 ? 'liquid a' : 'liquid well'} d={path} />
        ))}
        <path className="walls" d={`M.5 0V${HEIGHT - 0.5}H${width - 0.5}V0`} />
        <path className="pour-line measured" d={pourPath(stops, RADIUS)} />
      </svg>
    </div>
  );
}

function wordsOf(row: SweepRow, of: ReturnType<typeof factsOf>[number]['of']): string {
  const recipe = TWELVE[row.index];
  return recipe ? of(row, recipe) : '–';
}
