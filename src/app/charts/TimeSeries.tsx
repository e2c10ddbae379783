/**
 * Curves over steps: raw values as a band behind, the moving average in front, each named at its end. Panels lie one
 * above the other on one axis of steps. The figure takes the focus: arrow keys move a cursor, its values are said after
 * a pause, and the same numbers stand in a table. Drawn as SVG, so that themes, zoom and print need nothing of their own.
 */
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useId, useState } from 'react';
import { t } from '../messages/t.ts';
import { useSize } from '../shell/useSize.ts';
import { Lines } from './Lines.tsx';
import { Marks } from './Marks.tsx';
import type { Frame, Mark, Panel } from './panels.ts';
import { frameOf, layoutOf, nearest, tableRows, valuesAt } from './panels.ts';
import { SeriesTable } from './SeriesTable.tsx';
import { useSpoken } from './useSpoken.ts';
import './timeSeries.css';

export interface TimeSeriesProps {
  readonly label: string;
  readonly panels: readonly Panel[];
  /** Steps made, and in all: what is still to come lies on paper. */
  readonly step: number;
  readonly of: number;
  readonly marks: readonly Mark[];
  /** Height of the curves in pixels. */
  readonly height: number;
  /** Drawn below on the same axis of steps. */
  readonly below?: (frame: Frame) => ReactNode;
  readonly belowHeight?: number;
  readonly provenance: 'live' | 'recorded';
}

export function TimeSeries(props: TimeSeriesProps) {
  const { label, panels, step, of, marks, height, below, belowHeight = 0, provenance } = props;
  const [ref, { width }] = useSize<HTMLDivElement>();
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const frame = frameOf(width, of);
  const placed = layoutOf(panels, frame, height, step);
  const read = cursor === null ? null : Math.min(step, cursor);
  const words = read === null ? '' : wordsAt(panels, read);
  const spoken = useSpoken(words);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = keyTarget(event.key, read ?? step, step, of);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setCursor(to);
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setCursor(nearest(frame, event.clientX - box.left, step));
  };
  return (
    <figure className="time-series" data-provenance={provenance} aria-labelledby={`${id}-name`}>
      <figcaption className="unseen" id={`${id}-name`}>
        {label}
      </figcaption>
      <div ref={ref} className="panels">
        {/* biome-ignore lint/a11y/useSemanticElements: a figure inside of a figure is read twice; a fieldset is a form's. */}
        <div
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the focus so that arrow keys read the curves.
          tabIndex={0}
          aria-label={t('{label}; arrow keys read values', { label })}
          onKeyDown={onKeyDown}
          onBlur={() => setCursor(null)}
        >
          {width > 0 && (
            <svg
              width={width}
              height={height}
              aria-hidden="true"
              onPointerMove={onPointerMove}
              onPointerLeave={() => setCursor(null)}
            >
              <rect
                className="past"
                x={frame.left}
                y={0}
                width={Math.max(0, frame.x(step) - frame.left)}
                height={height}
              />
              {placed.map((panel) => (
                <Lines key={panel.title} panel={panel} frame={frame} step={step} read={read} />
              ))}
              <Marks marks={marks} frame={frame} height={height} />
              {of > 0 && <path className="head-line" d={headLine(placed, frame.x(step), height)} />}
              {read !== null && <path className="cursor" d={`M${frame.x(read)} 0V${height}`} />}
            </svg>
          )}
        </div>
        {read !== null && (
          <p className={`read-out${frame.x(read) > width / 2 ? ' at-left' : ''}`} aria-hidden="true">
            {words}
          </p>
        )}
        {below && width > 0 && (
          <div className="below" style={{ height: belowHeight }}>
            {below(frame)}
          </div>
        )}
      </div>
      <p role="status" className="unseen">
        {spoken}
      </p>
      <button type="button" className="link as-table" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? t('Hide the table') : t('As a table')}
      </button>
      {asTable && <SeriesTable label={label} panels={panels} rows={tableRows(panels, step)} />}
    </figure>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Below the line of titles. */
const TOP = 24;

/** Above a later panel: its title, which the line of now does not cross. */
const TITLE = { from: 27, to: 8 };

function headLine(placed: readonly { readonly top: number }[], x: number, height: number): string {
  const starts = placed.map(({ top }, i) => (i === 0 ? TOP : top - TITLE.to));
  const ends = placed.map((_, i) => (placed[i + 1] ? placed[i + 1].top - TITLE.from : height));
  return starts.map((start, i) => `M${x} ${start}V${ends[i]}`).join('');
}

/** A leap of the cursor is a twentieth of the run. */
const LEAPS = 20;

function keyTarget(key: string, at: number, step: number, of: number): number | undefined {
  const nudge = Math.max(1, Math.round(of / 200));
  const leap = Math.max(1, Math.round(of / LEAPS));
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: at + nudge,
    ArrowLeft: at - nudge,
    PageUp: at + leap,
    PageDown: at - leap,
    Home: 1,
    End: step,
  };
  const to = moves[key];
  return to === undefined ? undefined : Math.min(step, Math.max(1, to));
}

function wordsAt(panels: readonly Panel[], at: number): string {
  const values = valuesAt(panels, at).map(({ name, text }) => `${name} ${text}`);
  return [t('step {step}', { step: at }), ...values].join(', ');
}
