/**
 * Quality against bytes: each run a mark that can be focused and loads side B, the frontier as the pour, the budget and
 * the accepted loss as guides. Larger marks are slower. The table beside it says the same.
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import { useState } from 'react';
import type { SweepTable } from '../../../studio/api.ts';
import { bytesFigure, decimals, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { NARROW, useMedia } from '../../shell/useMedia.ts';
import { useSize } from '../../shell/useSize.ts';
import { useApp } from '../../store/context.tsx';
import type { QualityName } from './figures.ts';
import { originalQuality, qualityName, qualityWords } from './figures.ts';
import { ParetoMark } from './ParetoMark.tsx';
import type { PlotPoint } from './pareto.ts';
import {
  alongside,
  bytesDomain,
  frontierOf,
  markRadius,
  placeLabels,
  qualityDomain,
  staircase,
  stepsOf,
} from './pareto.ts';
import { pointsOf, pointWords } from './plotPoints.ts';

interface ParetoProps {
  readonly table: SweepTable;
  /** The run that side B is. */
  readonly shown: number | undefined;
  /** Null where no run can be loaded, such as those of a recording. */
  readonly load: ((index: number) => void) | null;
}

const [LEFT, RIGHT, TOP, AXIS] = [50, 8, 20, 34];
const CORNER = 9;
/** Sizes that get a tick: halves and doubles of a kilobyte. */
const TICKS = Array.from({ length: 28 }, (_, i) => 1000 * 2 ** (i - 4));

export function Pareto({ table, shown, load }: ParetoProps) {
  const [ref, { width }] = useSize<HTMLElement>();
  const [looked, look] = useState<PlotPoint | null>(null);
  const asked = useApp((state) => state.budget);
  const setBudget = useApp((state) => state.setBudget);
  const budget = (asked ?? Math.round(table.original.bytes / 4000) * 1000) / 1000;
  const name = qualityName(table);
  const points = pointsOf(table, name);
  return (
    <section className="pareto" aria-labelledby="pareto-title">
      <h2 id="pareto-title">{t('Nothing left of the line is as good.')}</h2>
      <label className="budget-field">
        {t('budget')}
        <input
          type="number"
          min={1}
          value={budget}
          onChange={(event) => setBudget(Math.max(0, Number(event.target.value)) * 1000)}
        />
        kB
      </label>
      <figure ref={ref}>
        {width > 0 && (
          <Plot
            {...{ table, shown, load, width, points, name, look }}
            budget={budget * 1000}
            frontier={frontierOf(points)}
          />
        )}
      </figure>
      <p className="label plot-note">
        {looked
          ? pointWords(looked, name)
          : load
            ? t('Larger marks are slower. A click loads a run into B.')
            : t('Larger marks are slower.')}
      </p>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface PlotProps extends ParetoProps {
  readonly width: number;
  readonly points: readonly PlotPoint[];
  readonly frontier: readonly PlotPoint[];
  readonly name: QualityName;
  readonly budget: number;
  readonly look: (point: PlotPoint | null) => void;
}

function Plot({ table, shown, load, width, points, frontier, name, budget, look }: PlotProps) {
  const height = useMedia(NARROW) ? 320 : 420;
  const base = height - AXIS;
  const right = width - RIGHT;
  const x = scaleLog().domain(bytesDomain(points)).range([LEFT, right]).clamp(true);
  const y = scaleLinear().domain(qualityDomain(points)).range([base, TOP]).clamp(true);
  const place = (point: PlotPoint) => ({ ...point, x: x(point.bytes), y: y(point.quality) });
  const line = staircase(frontier.map(place), base, right, CORNER);
  const accepted = originalQuality(table) - table.bound;
  const slowest = Math.max(0, ...points.map(({ ms }) => ms ?? 0));
  const named = points.filter((one) => one.pareto || one.index < 0 || one.index === shown);
  const drawn = [...stepsOf(frontier.map(place), right), ...alongside(LEFT, right, y(accepted))];
  const labels = placeLabels(named.map(place), points.map(place), [LEFT, right], drawn);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing with buttons in it; a fieldset cannot be an SVG.
    <svg className="chart" width={width} height={height} role="group" aria-label={plotWords(points, name)}>
      <rect className="goal" x={LEFT} y={TOP} width={x(budget) - LEFT} height={Math.max(0, y(accepted) - TOP)} />
      {y.ticks(6).map((value) => (
        <g key={value}>
          <path className="grid" d={`M${LEFT} ${y(value)}H${right}`} />
          <text x={LEFT - 7} y={y(value) + 4} textAnchor="end">
            {name === 'cosine' ? decimals(value, 3) : `${decimals(value * 100, 1)} %`}
          </text>
        </g>
      ))}
      {TICKS.filter((bytes) => bytes > (x.domain()[0] ?? 0) && bytes < (x.domain()[1] ?? 0)).map((bytes) => (
        <g key={bytes}>
          <path className="tick" d={`M${x(bytes)} ${base}v5`} />
          <text x={x(bytes)} y={base + 20} textAnchor="middle">
            {text(bytesFigure(bytes))}
          </text>
        </g>
      ))}
      <path className="under" d={`${line}V${base}Z`} />
      <path className="axis-line" d={`M${LEFT} ${base}H${right}`} />
      <path className="guide" d={`M${x(budget)} ${TOP}V${base}M${LEFT} ${y(accepted)}H${right}`} />
      <text className="strong" x={right} y={y(accepted) - 5} textAnchor="end">
        {t('within {bound}', {
          bound: `${decimals(table.bound * 100, 0)} ${name === 'accuracy' ? t('point') : '%'}`,
        })}
      </text>
      <text className="strong" x={x(budget) + 6} y={base - 8}>
        {t('budget')}
      </text>
      <path className="frontier" d={line} />
      {points.map(place).map((point) => (
        <ParetoMark
          key={point.index}
          {...{ point, name, look }}
          x={point.x}
          y={point.y}
          below={y.domain()[0] !== undefined && point.quality < (y.domain()[0] ?? 0)}
          range={`M${point.x} ${y(point.low)}V${y(point.high)}`}
          radius={markRadius(point.ms, slowest)}
          isB={point.index === shown}
          load={load}
        />
      ))}
      {labels.map(({ index, x: left, y: top, anchor }) => (
        <text key={index} className="mark-label" x={left} y={top} textAnchor={anchor}>
          {points.find((point) => point.index === index)?.label}
        </text>
      ))}
    </svg>
  );
}

function plotWords(points: readonly PlotPoint[], name: QualityName): string {
  return t('{quality} against size of {count} runs; the line joins those that no other beats', {
    quality: qualityWords(name),
    count: points.length,
  });
}
