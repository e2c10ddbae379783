/**
 * A run in the plot of quality against bytes: a square for the original, a circle for a run, a triangle where its
 * quality is lower than the plot reaches. It can be focused where a click loads it into side B.
 */
import type { KeyboardEvent } from 'react';
import { t } from '../../messages/t.ts';
import type { QualityName } from './figures.ts';
import type { PlotPoint } from './pareto.ts';
import { pointWords } from './plotPoints.ts';

interface ParetoMarkProps {
  readonly point: PlotPoint;
  readonly name: QualityName;
  readonly x: number;
  readonly y: number;
  readonly range: string;
  readonly radius: number;
  /** Its quality is lower than the plot reaches. */
  readonly below: boolean;
  readonly isB: boolean;
  readonly load: ((index: number) => void) | null;
  readonly look: (point: PlotPoint | null) => void;
}

export function ParetoMark({ point, name, x, y, range, radius, below, isB, load, look }: ParetoMarkProps) {
  const isA = point.index < 0;
  const kind = isA ? 'a' : isB ? 'b' : point.pareto ? 'best' : '';
  const act = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    load?.(point.index);
  };
  const drawing = isA ? (
    <rect x={x - radius} y={y - radius} width={radius * 2} height={radius * 2} />
  ) : below ? (
    <path d={`M${x - radius} ${y - radius * 1.6}h${radius * 2}L${x} ${y}Z`} />
  ) : (
    <circle cx={x} cy={y} r={radius} />
  );
  if (isA) {
    return (
      <g className="mark-point a">
        <path className="range" d={range} />
        {drawing}
      </g>
    );
  }
  if (!load) {
    return (
      <g className={`mark-point still ${kind}`} onPointerEnter={() => look(point)}>
        <title>{pointWords(point, name)}</title>
        {kind !== '' && <path className="range" d={range} />}
        {drawing}
      </g>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a mark inside of a drawing cannot be an HTML button.
    <g
      className={`mark-point ${kind}`}
      role="button"
      tabIndex={0}
      aria-label={`${pointWords(point, name)}${isB ? t(', shown as B') : ''}`}
      onClick={() => load(point.index)}
      onKeyDown={act}
      onFocus={() => look(point)}
      onPointerEnter={() => look(point)}
    >
      {kind !== '' && <path className="range" d={range} />}
      <circle className="reach" cx={x} cy={y} r={13} />
      {drawing}
    </g>
  );
}
