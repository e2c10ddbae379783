/** The divider between A and B: a slider of 44 px; arrows move it, Home and End empty a side, dragging follows the hand. */

import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

const STEP = 0.02;
const LEAP = 0.1;

export function Divider({ describedBy }: { readonly describedBy?: string }) {
  const split = useApp((state) => state.split);
  const setSplit = useApp((state) => state.setSplit);
  const dragging = useRef(false);
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (dragging.current && box) setSplit((event.clientX - box.left) / box.width);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = keyTarget(event, split);
    if (next === undefined) return;
    event.preventDefault();
    setSplit(next);
  };
  return (
    <div
      className="divider"
      role="slider"
      tabIndex={0}
      aria-label={t('Divider between A and B')}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={splitWords(split)}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
    >
      <svg viewBox="-19 -19 38 38" aria-hidden="true">
        <circle className="ring" r="21" strokeWidth="2" />
        <circle r="17" />
        <path d="M-5 -5L-10 0L-5 5M5 -5L10 0L5 5" />
      </svg>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function keyTarget({ key, shiftKey }: KeyboardEvent, split: number): number | undefined {
  const step = shiftKey ? LEAP : STEP;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return split - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return split + step;
    case 'PageDown':
      return split - LEAP;
    case 'PageUp':
      return split + LEAP;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return undefined;
  }
}

function splitWords(split: number): string {
  if (split <= 0) return t('all B');
  if (split >= 1) return t('all A');
  return `${Math.round(split * 100)} % A`;
}
