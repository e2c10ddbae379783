/** The runs of a sweep as a table: the recommended one first, then by size; those that still wait at the end. */
import type { SweepRow, SweepTable } from '../../../studio/api.ts';
import { accuracyChange, lowered } from '../../format/changes.ts';
import { bytesFigure, decimals, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { shortTitleOf } from '../../recipe/words.ts';
import { qualityName, qualityOf, qualityText, qualityWords, timeText } from './figures.ts';
import { TWELVE } from './twelve.ts';

interface SweepRowsProps {
  readonly table: SweepTable;
  readonly busy: boolean;
  readonly shown: number | undefined;
  readonly pinned: readonly number[];
  readonly pin: (index: number) => void;
  readonly load: (index: number) => void;
}

/** Runs that can be pinned at once. */
export const MOST_PINNED = 4;

export function SweepRows({ table, busy, shown, pinned, pin, load }: SweepRowsProps) {
  const name = qualityName(table);
  const waiting = busy ? TWELVE.slice(table.rows.length) : [];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="sweep-table" aria-label={t('Runs of the sweep')} tabIndex={0}>
      <table className="plain">
        <caption className="unseen">{t('Runs of the sweep; the name loads a run into B')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('pin')}</th>
            <th scope="col">{t('run')}</th>
            <th scope="col">{qualityWords(name)}</th>
            <th scope="col">{t('change')}</th>
            <th scope="col" className="num">
              {t('bytes')}
            </th>
            <th scope="col" className="num">
              {t('bits a weight')}
            </th>
            <th scope="col" className="num">
              {t('a sample')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted(table).map((row) => (
            <Row
              key={row.index}
              {...{ row, name, load, pin }}
              best={!busy && row.index === table.recommended.index}
              isB={row.index === shown}
              isPinned={pinned.includes(row.index)}
              full={pinned.length >= MOST_PINNED}
            />
          ))}
          {waiting.map((recipe, i) => (
            <tr key={shortTitleOf(recipe)} className="waiting">
              <td />
              <th scope="row">{shortTitleOf(recipe)}</th>
              <td colSpan={5}>
                {i === 0 ? t('being measured') : t('waits, place {place} in the queue', { place: i + 1 })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface RowProps {
  readonly row: SweepRow;
  readonly name: ReturnType<typeof qualityName>;
  readonly best: boolean;
  readonly isB: boolean;
  readonly isPinned: boolean;
  readonly full: boolean;
  readonly pin: (index: number) => void;
  readonly load: (index: number) => void;
}

function Row({ row, name, best, isB, isPinned, full, pin, load }: RowProps) {
  const { index, label, state, message, bytes, bitsPerWeight, speed, difference, pareto } = row;
  const quality = qualityOf(row, name);
  const measured = state === 'measured';
  return (
    <tr className={isB ? 'chosen' : ''}>
      <td>
        <input
          type="checkbox"
          aria-label={t('Pin {name}', { name: tell(label) })}
          checked={isPinned}
          disabled={!measured || (full && !isPinned)}
          onChange={() => pin(index)}
        />
      </td>
      <th scope="row">
        <button type="button" className="link" onClick={() => load(index)}>
          {tell(label)}
        </button>
        {isB && <i className="mark mark-b">B</i>}
        {pareto && <span className="on-line">{t('on the line')}</span>}
        {best && <span className="best">{t('smallest within 1 point')}</span>}
      </th>
      <td data-provenance={measured ? 'live' : undefined}>
        {state === 'failed'
          ? `× ${message ? tell(message) : t('failed')}`
          : quality
            ? qualityText(quality.value, name)
            : '–'}
      </td>
      <td>{measured ? (difference ? lowered(accuracyChange(difference)) : '–') : message ? tell(message) : '–'}</td>
      <td className="num">{bytes > 0 ? text(bytesFigure(bytes)) : '–'}</td>
      <td className="num">{bytes > 0 ? decimals(bitsPerWeight, 2) : '–'}</td>
      <td className="num">{speed ? timeText(speed.medianMs / speed.batch) : '–'}</td>
    </tr>
  );
}

function sorted({ rows, recommended }: SweepTable): SweepRow[] {
  const rank = ({ index, state }: SweepRow): number =>
    index === recommended.index ? 0 : { measured: 1, stopped: 2, failed: 3 }[state];
  return [...rows].sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes);
}
