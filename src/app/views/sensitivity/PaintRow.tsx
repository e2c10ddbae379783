/** One layer of the painting: a slider over the widths; painting along it, or arrow keys, change it. */
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import type { LayerBits } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';

interface PaintRowProps {
  readonly node: string;
  /** Widths that can be had, narrowest first. */
  readonly widths: readonly LayerBits[];
  readonly bits: LayerBits;
  readonly bytes: number;
  /** The solver's width, once it is revealed. */
  readonly ghost: LayerBits | null;
  readonly paint: (bits: LayerBits) => void;
}

export function PaintRow({ node, widths, bits, bytes, ghost, paint }: PaintRowProps) {
  const at = widths.indexOf(bits);
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * widths.length);
    const wanted = widths[Math.min(widths.length - 1, Math.max(0, place))];
    if (wanted !== undefined && wanted !== bits) paint(wanted);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 2, PageDown: -2 }[event.key];
    const to = { Home: 0, End: widths.length - 1 }[event.key] ?? (step === undefined ? undefined : at + step);
    if (to === undefined) return;
    event.preventDefault();
    const wanted = widths[Math.min(widths.length - 1, Math.max(0, to))];
    if (wanted !== undefined) paint(wanted);
  };
  const words = `${bits === 32 ? t('as it came') : t('{bits} bits', { bits })}, ${text(bytesFigure(bytes))}`;
  const share = (width: LayerBits): CSSProperties =>
    ({ '--share': (widths.indexOf(width) + 1) / widths.length }) as CSSProperties;
  return (
    <div className="paint-row">
      <b>{node}</b>
      <div
        className="paint-track"
        role="slider"
        tabIndex={0}
        aria-label={t('bits of {node}', { node })}
        aria-valuemin={0}
        aria-valuemax={widths.length - 1}
        aria-valuenow={at}
        aria-valuetext={ghost === null ? words : `${words}; ${t('the solver gives {bits}', { bits: ghost })}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={follow}
        onKeyDown={onKeyDown}
      >
        <i className="painted" style={share(bits)} />
        {ghost !== null && <i className="ghost" style={share(ghost)} />}
        {widths.map((width) => (
          <span key={width} className={width <= bits ? 'in' : ''}>
            {width}
          </span>
        ))}
      </div>
      <span className="label">{text(bytesFigure(bytes))}</span>
    </div>
  );
}
