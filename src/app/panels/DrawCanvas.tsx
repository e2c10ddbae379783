/**
 * The paper: a pen for pointer and keys. What is drawn is scaled down to the network's own picture, bright on black as
 * the data is, and handed on after every stroke of the pen.
 */

import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef, useState } from 'react';
import { t } from '../messages/t.ts';
import { resolveColour } from '../stage/ink.ts';

interface DrawCanvasProps {
  readonly shape: readonly [height: number, width: number];
  /** The picture as raw values, null when the paper is empty. */
  readonly onDrawn: (pixels: Uint8Array | null) => void;
}

/** Side of the paper in its own pixels. */
const PAPER = 280;
/** Width of the pen, as a share of the paper; about the strokes of the built-in digits. */
const PEN = 0.085;
const KEY_STEP = PAPER / 24;

interface Point {
  readonly x: number;
  readonly y: number;
}

export function DrawCanvas({ shape, onDrawn }: DrawCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Point | null>(null);
  const [pen, setPen] = useState<Point & { readonly down: boolean }>({ x: PAPER / 2, y: PAPER / 4, down: false });
  const [keys, setKeys] = useState(false);
  const line = (from: Point, to: Point): void => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!canvas.current || !context) return;
    stroke(context, from, to, resolveColour(canvas.current.parentElement ?? canvas.current, '--ink'));
    onDrawn(pixelsOf(canvas.current, shape));
  };
  const follow = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (last.current === null) return;
    const next = pointOf(event);
    line(last.current, next);
    last.current = next;
  };
  const lift = (): void => {
    last.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (!pen.down) line(pen, pen);
      setPen({ ...pen, down: !pen.down });
    }
    const next = stepped(pen, event.key);
    if (!next) return;
    event.preventDefault();
    if (pen.down) line(pen, next);
    setPen({ ...next, down: pen.down });
  };
  const clear = (): void => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, PAPER, PAPER);
    onDrawn(null);
  };
  return (
    <div className="draw">
      <div className="paper">
        <canvas
          ref={canvas}
          width={PAPER}
          height={PAPER}
          tabIndex={0}
          role="img"
          aria-label={t('Paper to draw on. Arrows move the pen, space puts it down and lifts it.')}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = pointOf(event);
            line(last.current, last.current);
          }}
          onPointerMove={follow}
          onPointerUp={lift}
          onPointerCancel={lift}
          onKeyDown={onKeyDown}
          onFocus={(event) => setKeys(event.currentTarget.matches(':focus-visible'))}
          onBlur={() => setKeys(false)}
        />
        {keys && (
          <i
            className={`pen${pen.down ? ' down' : ''}`}
            style={{ left: `${(pen.x / PAPER) * 100}%`, top: `${(pen.y / PAPER) * 100}%` }}
          />
        )}
      </div>
      <div className="tools-row">
        <button type="button" className="btn" onClick={clear}>
          {t('Clear')}
        </button>
        <span className="label">{t('Keys: arrows move the pen, space puts it down.')}</span>
      </div>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function pointOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): Point {
  const box = currentTarget.getBoundingClientRect();
  return { x: ((clientX - box.left) / box.width) * PAPER, y: ((clientY - box.top) / box.height) * PAPER };
}

function stepped({ x, y }: Point, key: string): Point | undefined {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const step = steps[key];
  const inside = (value: number): number => Math.min(PAPER, Math.max(0, value));
  return step && { x: inside(x + step[0] * KEY_STEP), y: inside(y + step[1] * KEY_STEP) };
}

function stroke(context: CanvasRenderingContext2D, from: Point, to: Point, ink: readonly number[]): void {
  context.strokeStyle = `rgb(${ink.join(' ')})`;
  context.lineWidth = PAPER * PEN;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x + 0.01, to.y);
  context.stroke();
}

/** The paper's ink as raw values of the network's size: how much of each pixel is covered. */
function pixelsOf(paper: HTMLCanvasElement, [height, width]: readonly [number, number]): Uint8Array {
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  const context = small.getContext('2d');
  if (!context) return new Uint8Array(height * width);
  context.imageSmoothingQuality = 'high';
  context.drawImage(paper, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: height * width }, (_, i) => data[4 * i + 3] ?? 0);
}
