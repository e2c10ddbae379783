/** Rows of times on one axis: median with p10 to p90, cold start, and under which conditions. */
import { useRef } from 'react';
import type { Measurement, Speed } from '../../../studio/api.ts';
import { bytesFigure, count, text, timeFigure } from '../../format/numbers.ts';
import { t, tn } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import { Pick } from '../../sides/Pick.tsx';
import { timeReceipt } from '../../sides/receipts.ts';
import type { Range } from '../../sides/Whisker.tsx';
import { sharedAxis, Whisker } from '../../sides/Whisker.tsx';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName, Trust } from '../../store/types.ts';
import { CopyTable } from '../CopyTable.tsx';

export interface TimedRow {
  readonly side: SideName;
  readonly who: string;
  readonly measurement: Measurement | null;
  /** What is said while there is nothing. */
  readonly waiting: string | null;
}

interface TimeTableProps {
  readonly rows: readonly TimedRow[];
  readonly batch: number;
  readonly setBatch: (batch: (typeof BATCHES)[number]) => void;
  /** Of WASM; null for as many as the page may use. */
  readonly threads: number | null;
  readonly setThreads: (threads: number | null) => void;
}

/** Samples in one timed run. */
export const BATCHES = [1, 4, 16, 64] as const;

export function TimeTable({ rows, batch, setBatch, threads, setThreads }: TimeTableProps) {
  const most = useMostThreads(rows);
  const ranges = rows.map(({ measurement }) => (measurement?.speed ? perSample(measurement.speed) : null));
  const axis = sharedAxis(ranges);
  const trusts = {
    a: useApp((state) => trustOf(state, 'a')),
    b: useApp((state) => trustOf(state, 'b')),
  };
  return (
    <section className="time-table" aria-label={t('Times')}>
      <table className="plain" id="time-table">
        <caption className="unseen">{t('Time per sample on both sides, ours and onnxruntime-web')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('side')}</th>
            <th scope="col">{t('executor')}</th>
            <th scope="col">{t('median a sample')}</th>
            <th scope="col">{t('p10 to p90')}</th>
            <th scope="col" className="num">
              {t('cold')}
            </th>
            <th scope="col" className="num">
              {t('runs')}
            </th>
            <th scope="col" className="num">
              {t('batch')}
            </th>
            <th scope="col" className="num">
              {t('threads')}
            </th>
            <th scope="col">{t('clock')}</th>
            <th scope="col" className="num">
              {t('peak memory')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Row
              key={`${row.side} ${row.who}`}
              row={row}
              range={ranges[i] ?? null}
              axis={axis}
              trust={trusts[row.side]}
            />
          ))}
        </tbody>
      </table>
      <p className="time-foot">
        <span>
          {t('timed in runs of')}{' '}
          <Pick
            className="small"
            label={t('samples in one run')}
            options={BATCHES.map((size) => ({
              value: String(size),
              word: tn(size, '{count} sample', '{count} samples'),
              help:
                size === 1
                  ? t('What a person waits for.')
                  : t('Starting a kernel is shared by {size} samples.', { size }),
            }))}
            value={String(batch)}
            onChange={(value) => setBatch(BATCHES.find((size) => String(size) === value) ?? 1)}
          />
          {most > 1 && (
            <>
              {t(', onnxruntime-web on')}{' '}
              <Pick
                className="small"
                label={t('threads of onnxruntime-web')}
                options={Array.from({ length: most }, (_, i) => ({
                  value: String(i + 1),
                  word: tn(i + 1, '{count} thread', '{count} threads'),
                  help: i + 1 === most ? t('All that this page may use.') : t('Leaves processor cores to others.'),
                }))}
                value={String(threads ?? most)}
                onChange={(value) => setThreads(Number(value) === most ? null : Number(value))}
              />
            </>
          )}
        </span>
        <CopyTable table="time-table" />
      </p>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** The most threads that any row was timed on: rows come and go while others are measured. */
function useMostThreads(rows: readonly TimedRow[]): number {
  const seen = useRef(1);
  for (const { measurement } of rows) seen.current = Math.max(seen.current, measurement?.speed?.threads ?? 1);
  return seen.current;
}

interface RowProps {
  readonly row: TimedRow;
  readonly range: Range | null;
  readonly axis: readonly [number, number];
  readonly trust: Trust;
}

function Row({ row: { side, who, measurement, waiting }, range, axis, trust }: RowProps) {
  const head = (
    <>
      <th scope="row">
        <i className={`mark mark-${side}`}>{side.toUpperCase()}</i>
      </th>
      <td>{who}</td>
    </>
  );
  const speed = measurement?.speed;
  if (!measurement || !speed || !range) {
    return (
      <tr data-side={side}>
        {head}
        <td colSpan={8} className="quiet">
          {waiting ?? t('not measured yet')}
        </td>
      </tr>
    );
  }
  return (
    <tr data-side={side} data-provenance={trust}>
      {head}
      <td>
        <Measured trust={trust} receipt={() => timeReceipt(measurement)} className="figure-small">
          {text(timeFigure(range.value))}
        </Measured>
      </td>
      <td className="whisker-cell">
        <Whisker side={side} range={range} other={null} axis={axis} quick={false} />
        <span className="label">
          {t('{low} to {high}', { low: text(timeFigure(range.low)), high: text(timeFigure(range.high)) })}
        </span>
      </td>
      <Conditions speed={speed} />
    </tr>
  );
}

function Conditions({ speed }: { readonly speed: Speed }) {
  return (
    <>
      <td className="num">{text(timeFigure(speed.coldMs))}</td>
      <td className="num">{count(speed.n)}</td>
      <td className="num">{count(speed.batch)}</td>
      <td className="num">{count(speed.threads)}</td>
      <td>{speed.clock === 'wall' ? t('wall') : t('GPU timestamps')}</td>
      <td className="num">{speed.peakBytes ? text(bytesFigure(speed.peakBytes)) : '–'}</td>
    </>
  );
}

function perSample({ medianMs, p10, p90, batch }: Speed): Range {
  return { low: p10 / batch, value: medianMs / batch, high: p90 / batch };
}
