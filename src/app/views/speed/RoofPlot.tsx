/** The roofline as a picture: both axes logarithmic, a square a node of A, a ring a node of B; arrow keys walk the nodes. */
import type { ScaleLogarithmic } from 'd3-scale';
import { scaleLog } from 'd3-scale';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import type { Ceilings } from '../../../studio/api.ts';
import { decimals, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useSize } from '../../shell/useSize.ts';
import { useApp } from '../../store/context.tsx';
import type { RoofPoint } from './roofline.ts';
import { ridge } from './roofline.ts';

interface RoofPlotProps {
  readonly points: readonly RoofPoint[];
  readonly ceilings: Ceilings;
}

const HEIGHT = 300;
const [LEFT, BOTTOM, TOP, RIGHT] = [56, 40, 26, 12];
/** Nodes that are named in the picture: the slowest of each side. */
const NAMED = 3;

type Scale = ScaleLogarithmic<number, number>;

export function RoofPlot({ points, ceilings }: RoofPlotProps) {
  const [ref, { width }] = useSize<HTMLElement>();
  const layer = useApp((state) => state.layer);
  const setLayer = useApp((state) => state.setLayer);
  const [stop, setStop] = useState(0);
  const drawing = useRef<SVGSVGElement>(null);
  const { x, y } = scales(points, ceilings, Math.max(width, 240));
  const ordered = [...points].sort((p, q) => q.ms - p.ms);
  const named = new Set(
    (['a', 'b'] as const).flatMap((side) => ordered.filter((p) => p.side === side).slice(0, NAMED)),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(ordered.length - 1, Math.max(0, stop + step));
    drawing.current?.querySelector<SVGElement>(`[data-point="${to}"]`)?.focus();
  };
  return (
    <figure className="roof" ref={ref}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose points take the focus is no fieldset. */}
      <svg
        ref={drawing}
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={t('Nodes of both sides under the ceilings, slowest first')}
        onKeyDown={onKeyDown}
      >
        <Axes x={x} y={y} />
        <Roof x={x} y={y} ceilings={ceilings} />
        {ordered.map((point, i) => (
          // biome-ignore lint/a11y/useSemanticElements: a point of a chart cannot be a button element.
          <g
            key={`${point.side} ${point.node}`}
            className={`roof-point ${point.side}${point.node === layer ? ' chosen' : ''}`}
            transform={`translate(${x(point.intensity).toFixed(1)} ${y(point.gflops).toFixed(1)})`}
            role="button"
            tabIndex={i === stop ? 0 : -1}
            data-point={i}
            data-provenance="live"
            aria-label={pointWords(point)}
            onFocus={() => setStop(i)}
            onClick={() => setLayer(point.node)}
            onKeyDown={(event) => event.key === 'Enter' && setLayer(point.node)}
          >
            <title>{pointWords(point)}</title>
            {point.side === 'a' ? <rect x="-5" y="-5" width="10" height="10" /> : <circle r="5.5" />}
            {named.has(point) && (
              <text x={9} y={point.side === 'a' ? -6 : 14}>
                {point.node}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function scales(
  points: readonly RoofPoint[],
  ceilings: Ceilings,
  width: number,
): { readonly x: Scale; readonly y: Scale } {
  const reaches = [...points.map(({ intensity }) => intensity), ridge(ceilings)];
  const rates = [...points.map(({ gflops }) => gflops), ceilings.gflops];
  const x = scaleLog()
    .domain([Math.min(...reaches) / 2, Math.max(...reaches) * 4])
    .range([LEFT, width - RIGHT]);
  const y = scaleLog()
    .domain([Math.min(...rates) / 2, ceilings.gflops * 1.6])
    .range([HEIGHT - BOTTOM, TOP]);
  return { x, y };
}

function Roof({ x, y, ceilings }: { readonly x: Scale; readonly y: Scale; readonly ceilings: Ceilings }) {
  const knee = ridge(ceilings);
  const [left = 1, right = 1] = x.domain();
  const low = Math.max(left, (y.domain()[0] ?? 0) / ceilings.gbs);
  const rise = y(low * ceilings.gbs) - y(ceilings.gflops);
  const slope = (-Math.atan2(rise, x(knee) - x(low)) * 180) / Math.PI;
  return (
    <>
      <path
        className="roof-line"
        d={`M${x(low)} ${y(low * ceilings.gbs)}L${x(knee)} ${y(ceilings.gflops)}H${x(right)}`}
      />
      <text className="roof-word" x={x(right)} y={y(ceilings.gflops) - 8} textAnchor="end">
        {t('{rate} GFLOP/s, arithmetic', { rate: significant(ceilings.gflops) })}
      </text>
      <text
        className="roof-word"
        transform={`translate(${x(low)} ${y(low * ceilings.gbs)}) rotate(${slope})`}
        x={10}
        y={-8}
      >
        {t('{rate} GB/s, bytes', { rate: significant(ceilings.gbs) })}
      </text>
    </>
  );
}

function Axes({ x, y }: { readonly x: Scale; readonly y: Scale }) {
  const [right, bottom] = [x.range()[1] ?? 0, y.range()[0] ?? 0];
  return (
    <g className="roof-axes">
      {decades(x).map((value) => (
        <g key={value}>
          <path d={`M${x(value)} ${TOP}V${bottom}`} />
          <text x={x(value)} y={bottom + 16} textAnchor="middle">
            {significant(value)}
          </text>
        </g>
      ))}
      {decades(y).map((value) => (
        <g key={value}>
          <path d={`M${LEFT} ${y(value)}H${right}`} />
          <text x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {significant(value)}
          </text>
        </g>
      ))}
      <text x={right} y={bottom + 34} textAnchor="end">
        {t('operations a byte')}
      </text>
      <text x={LEFT - 6} y={14} textAnchor="start">
        {t('GFLOP/s')}
      </text>
    </g>
  );
}

/** Powers of ten inside of a scale. */
function decades(scale: Scale): number[] {
  const [low = 1, high = 1] = scale.domain();
  const first = Math.ceil(Math.log10(low));
  const count = Math.max(0, Math.floor(Math.log10(high)) - first + 1);
  return Array.from({ length: count }, (_, i) => 10 ** (first + i));
}

function pointWords({ side, node, ms, gflops, intensity, reached, limit }: RoofPoint): string {
  const waits = { start: t('waits for its start'), bytes: t('waits for bytes'), arithmetic: t('waits for arithmetic') };
  return t(
    '{side}, {node}: {time}, {gflops} GFLOP/s at {intensity} operations a byte, {reached} % of the ceiling, {waits}',
    {
      side: side.toUpperCase(),
      node,
      time: text(timeFigure(ms)),
      gflops: significant(gflops),
      intensity: significant(intensity),
      reached: decimals(reached * 100, 1),
      waits: waits[limit],
    },
  );
}
