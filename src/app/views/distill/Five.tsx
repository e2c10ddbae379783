/** What teaching and rounding won: five networks on the same samples, as a table and against their bytes. */
import { accuracyChange, lowered, sizeChange } from '../../format/changes.ts';
import { bytesFigure, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { accuracyReceipt, sizeReceipt, timeReceipt } from '../../sides/receipts.ts';
import { useApp } from '../../store/context.tsx';
import type { FiveRow } from '../../training/five.ts';
import { FIVE_ORDER, tableOf } from '../../training/five.ts';
import { timeText } from '../compare/figures.ts';
import { Pareto } from '../compare/Pareto.tsx';
import type { Five as FiveStudy } from './useFive.ts';
import { useFive } from './useFive.ts';
import '../../styles/tables.css';

export function Five() {
  const five = useFive();
  const { study, rows, names, start, stop, load } = five;
  const shown = useApp(
    (state) =>
      rows.find(({ model }) => model.id === state.bases.find(({ key }) => key === state.sides.b.base)?.model.id)?.key,
  );
  if (start === null && rows.length === 0) return null;
  const table = tableOf(rows, names);
  const loadAt = (index: number): void => {
    const row = rows.find(({ key }) => key === FIVE_ORDER[index]);
    if (row) load?.(row);
  };
  return (
    <section className="five" aria-labelledby="five-title">
      <header className="study-head">
        <h2 id="five-title">{t('What teaching wins')}</h2>
        {!study.busy && start && (
          <button type="button" className={`btn${rows.length === 0 ? ' btn-main' : ''}`} onClick={start}>
            {rows.length === 0 ? t('Compare all five') : t('Compare again')}
          </button>
        )}
      </header>
      {rows.length === 0 && !study.busy && (
        <p className="quiet">
          {t(
            'Teacher, student from labels alone, taught student, and both rounded, on the same samples. The student from labels is trained for it, with the same words.',
          )}
        </p>
      )}
      {study.busy && (
        <ProgressRow
          label={study.progress ? tell(study.progress.label) : t('comparing')}
          progress={study.progress}
          stop={stop}
        />
      )}
      {study.error !== null && (
        <p className="study-error" role="alert">
          × {study.error}
        </p>
      )}
      {table && (
        <div className="studies-pair">
          <FiveTable five={five} shown={shown} />
          <Pareto table={table} shown={shown ? FIVE_ORDER.indexOf(shown) : undefined} load={load ? loadAt : null} />
        </div>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface FiveTableProps {
  readonly five: FiveStudy;
  readonly shown: string | undefined;
}

function FiveTable({ five: { rows, names, load, study, trust }, shown }: FiveTableProps) {
  const teacher = rows.find(({ key }) => key === 'teacher');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="sweep-table" aria-label={t('The five')} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('network')}</th>
            <th scope="col">{t('accuracy, 95 % interval')}</th>
            <th scope="col">{t('change, paired')}</th>
            <th scope="col" className="num">
              {t('bytes')}
            </th>
            <th scope="col" className="num">
              {t('a sample')}
            </th>
          </tr>
        </thead>
        <tbody>
          {FIVE_ORDER.map((key) => {
            const row = rows.find((one) => one.key === key);
            return row ? (
              <Row key={key} {...{ row, teacher, load, trust }} name={names[key]} isB={key === shown} />
            ) : (
              <tr key={key} className="waiting">
                <th scope="row">{names[key]}</th>
                <td colSpan={4}>{study.busy ? t('waits') : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly row: FiveRow;
  readonly teacher: FiveRow | undefined;
  readonly name: string;
  readonly isB: boolean;
  readonly load: ((row: FiveRow) => void) | null;
  readonly trust: 'live' | 'recorded';
}

function Row({ row, teacher, name, isB, load, trust }: RowProps) {
  const { measurement, model } = row;
  const { accuracy, flips } = measurement.quality;
  const { speed, size } = measurement;
  const whole = teacher?.measurement.size.bytes ?? size.bytes;
  return (
    <tr className={isB ? 'chosen' : ''}>
      <th scope="row">
        {row.key === 'teacher' || !load ? (
          name
        ) : (
          <button type="button" className="link" onClick={() => load(row)}>
            {name}
          </button>
        )}
        {isB && <i className="mark mark-b">B</i>}
      </th>
      <td>
        {accuracy && (
          <Measured trust={trust} receipt={() => accuracyReceipt(measurement)}>
            {text(percentFigure(accuracy.value))} ({percentFigure(accuracy.low).value}–
            {percentFigure(accuracy.high).value})
          </Measured>
        )}
      </td>
      <td>
        {row.key === 'teacher' ? t('baseline') : flips?.difference ? lowered(accuracyChange(flips.difference)) : '–'}
      </td>
      <td className="num">
        <Measured trust={trust} receipt={() => sizeReceipt(measurement, model.parameters)}>
          {text(bytesFigure(size.bytes))}
        </Measured>
        {row.key !== 'teacher' && <span className="label"> {sizeChange(size.bytes, whole)}</span>}
      </td>
      <td className="num">
        {speed && (
          <Measured trust={trust} receipt={() => timeReceipt(measurement)}>
            {timeText(speed.medianMs / speed.batch)}
          </Measured>
        )}
      </td>
    </tr>
  );
}
