/** The three figures of a side: size, quality, time; each with its range, its change against the other side, its source. */

import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { accuracyChange, noDifference, sizeChange, timeChange } from '../format/changes.ts';
import { bytesFigure, count, decimals, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { SideName, SideResult, Trust } from '../store/types.ts';
import { sizeReceipt, timeReceipt } from './lazyReceipts.ts';
import { Measured } from './Measured.tsx';
import { qualityOf } from './quality.ts';
import type { Receipt } from './receipts.ts';
import { partsWords, SizeBar } from './SizeBar.tsx';
import type { Range } from './Whisker.tsx';
import { sharedAxis, Whisker } from './Whisker.tsx';

const BudgetLine = lazy(() => import('./BudgetLine.tsx'));

interface FigureProps {
  readonly side: SideName;
  readonly result: SideResult;
  readonly other: SideResult | null;
  readonly trust: Trust;
}

export function Figures({ side }: { readonly side: SideName }) {
  const result = useApp((state) => state.results[side]);
  const other = useApp((state) => state.results[side === 'a' ? 'b' : 'a']);
  const trust = useApp((state) => trustOf(state, side));
  const veil = useApp((state) => (side === 'b' ? state.lessonStage?.veil : null));
  if (!result) return <WaitingFigures />;
  const shared = { side, result, other, trust };
  const quality = veil === 'quality' ? <VeiledFigure label={t('Accuracy')} /> : <QualityFigure {...shared} />;
  const time = veil === 'time' ? <VeiledFigure label={t('Time per sample')} /> : <TimeFigure {...shared} />;
  return (
    <div className={`figures${trust === 'stale' ? ' greyed' : ''}`}>
      <SizeFigure {...shared} />
      {quality}
      {time}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function SizeFigure({ side, result, other, trust }: FigureProps) {
  const { size } = result.measurement;
  const full = Math.max(size.bytes, other?.measurement.size.bytes ?? 0);
  const changed = side === 'b' && other && other.measurement.size.bytes !== size.bytes;
  const parts = (
    <span className="note-line">
      {changed ? t('{bits} bits a weight', { bits: decimals(size.bitsPerWeight, 2) }) : partsWords(size)}
    </span>
  );
  return (
    <Figure
      label={t('Size')}
      trust={trust}
      {...bytesFigure(size.bytes)}
      receipt={async () => ({ ...(await sizeReceipt(result.measurement, result.parameters)), side })}
    >
      <SizeBar side={side} size={size} full={full} />
      {changed && <span className="delta">{sizeChange(size.bytes, other.measurement.size.bytes)}</span>}
      {/* Whether it fits here can be said once here is known; what says it is loaded then. */}
      {result.trust === 'recorded' ? (
        parts
      ) : (
        <Suspense fallback={parts}>
          <BudgetLine side={side} result={result} />
        </Suspense>
      )}
    </Figure>
  );
}

function QualityFigure({ side, result, other, trust }: FigureProps) {
  const quality = qualityOf(result);
  const there = other ? qualityOf(other) : null;
  const difference = result.measurement.quality.flips?.difference;
  const flips = result.measurement.quality.flips;
  if (!quality) {
    const note = result.measurement.speed ? t('the other side is compared with it') : waitingNote(result);
    return <Figure label={there?.label ?? t('Accuracy')} trust={trust} value="–" unit="" receipt={null} note={note} />;
  }
  const axis = sharedAxis([quality.range, there?.label === quality.label ? there.range : null], quality.most);
  const change = side === 'b' && difference ? accuracyChange(difference) : null;
  return (
    <Figure
      label={quality.label}
      trust={trust}
      {...quality.figure}
      receipt={async () => ({ ...(await quality.receipt()), side })}
    >
      {quality.range && (
        <Whisker
          side={side}
          range={quality.range}
          other={there?.range?.value ?? null}
          axis={axis}
          quick={result.trust === 'estimate'}
        />
      )}
      {change && <span className="delta">{change}</span>}
      <span className="note-line">
        {change && flips
          ? t('{broke} broke, {mended} mended', {
              broke: count(flips.broke.length),
              mended: count(flips.mended.length),
            })
          : quality.note}
      </span>
    </Figure>
  );
}

function TimeFigure({ side, result, other, trust }: FigureProps) {
  const { speed } = result.measurement;
  const there = other?.measurement.speed;
  if (!speed)
    return (
      <Figure label={t('Time per sample')} trust={trust} value="–" unit="" receipt={null} note={waitingNote(result)} />
    );
  const range = perSample(speed);
  const axis = sharedAxis([range, there ? perSample(there) : null]);
  const change = side === 'b' && there && there.batch === speed.batch ? timeChange(speed, there) : null;
  return (
    <Figure
      label={t('Time per sample')}
      trust={trust}
      {...timeFigure(range.value)}
      receipt={async () => ({ ...(await timeReceipt(result.measurement)), side })}
    >
      <Whisker side={side} range={range} other={there ? perSample(there).value : null} axis={axis} quick={false} />
      {change && <span className="delta">{change}</span>}
      <span className="note-line">{runWords(speed.n, speed.batch, change === noDifference())}</span>
    </Figure>
  );
}

interface FigureFrame {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly trust: Trust;
  readonly receipt: (() => Promise<Receipt>) | null;
  readonly note?: string;
  readonly children?: ReactNode;
}

function Figure({ label, value, unit, trust, receipt, note, children }: FigureFrame) {
  const shown = (
    <>
      {value}
      <small>{unit}</small>
    </>
  );
  return (
    <div className="figure">
      <span className="label">{label}</span>
      {receipt ? (
        <Measured trust={trust} receipt={receipt} className="figure-value">
          {shown}
        </Measured>
      ) : (
        <span className="figure-value">{shown}</span>
      )}
      {children}
      {note && <span className="note-line">{note}</span>}
    </div>
  );
}

/** A lesson has asked for a guess first. */
function VeiledFigure({ label }: { readonly label: string }) {
  return (
    <div className="figure">
      <span className="label">{label}</span>
      <i className="veil" />
      <span className="note-line">{t('shown after you have guessed')}</span>
    </div>
  );
}

/** Why a figure is missing: not yet, or never on this machine. */
function waitingNote({ measurement, trust }: SideResult): string {
  return trust === 'live' && measurement.speed === undefined ? t('does not run here') : t('not measured yet');
}

function WaitingFigures() {
  return (
    <div className="figures">
      {[t('Size'), t('Accuracy'), t('Time per sample')].map((label) => (
        <div key={label} className="figure">
          <span className="label">{label}</span>
          <span className="figure-value">–</span>
          <span className="note-line">{t('not measured yet')}</span>
        </div>
      ))}
    </div>
  );
}

function perSample({
  medianMs,
  p10,
  p90,
  batch,
}: {
  medianMs: number;
  p10: number;
  p90: number;
  batch: number;
}): Range {
  return { low: p10 / batch, value: medianMs / batch, high: p90 / batch };
}

function runWords(n: number, batch: number, short: boolean): string {
  const batches = batch > 1 ? t(', batch {size}', { size: count(batch) }) : '';
  const runs = `${t('{runs} runs', { runs: count(n) })}${batches}`;
  return short ? runs : `p10–p90, ${runs}`;
}
