/**
 * The two handles that say where weights are cut off: sliders over the chart. Arrows move by a hundredth of the axis,
 * with Shift or Page keys by a tenth, Home to the axis's end (nothing clipped), Delete gives back the recipe's clipping.
 */
import type { ScaleLinear } from 'd3-scale';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import { significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import type { Cut } from '../../recipe/cuts.ts';
import type { CutControl } from './useCut.ts';

interface ClipHandlesProps {
  readonly x: ScaleLinear<number, number>;
  /** Where the handles stand. */
  readonly at: Cut;
  readonly move: CutControl['move'];
  readonly release: () => void;
}

const [STEP, LEAP] = [0.01, 0.1];
/** The handles never meet: this share of the axis stays on each side of zero. */
const LEAST = 0.01;

export function ClipHandles({ x, at: [low, high], move, release }: ClipHandlesProps) {
  const reach = x.domain()[1] ?? 1;
  return (
    <>
      <Handle
        x={x}
        name={t('Lower clip limit')}
        value={low}
        ends={[-reach, -LEAST * reach]}
        set={(value) => move(value, high, 'low')}
        release={release}
      />
      <Handle
        x={x}
        name={t('Upper clip limit')}
        value={high}
        ends={[LEAST * reach, reach]}
        set={(value) => move(low, value, 'high')}
        release={release}
      />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface HandleProps {
  readonly x: ScaleLinear<number, number>;
  readonly name: string;
  readonly value: number;
  readonly ends: readonly [least: number, most: number];
  readonly set: (value: number) => void;
  readonly release: () => void;
}

function Handle({ x, name, value, ends, set, release }: HandleProps) {
  const dragging = useRef(false);
  const [least, most] = ends;
  const put = (wanted: number): void => set(Math.min(most, Math.max(least, wanted)));
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (dragging.current && box) put(x.invert(event.clientX - box.left));
  };
  const stop = (): void => {
    dragging.current = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      release();
      return;
    }
    const to = keyTarget(event, value, Math.max(Math.abs(least), Math.abs(most)), ends);
    if (to === undefined) return;
    event.preventDefault();
    put(to);
  };
  return (
    <div
      className="clip-handle"
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-orientation="horizontal"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={value}
      aria-valuetext={significant(value)}
      style={{ left: Math.min(x.range()[1] ?? 0, Math.max(0, x(value))) }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
      onPointerUp={stop}
      onPointerCancel={stop}
    >
      <i />
    </div>
  );
}

function keyTarget(
  { key, shiftKey }: KeyboardEvent,
  value: number,
  reach: number,
  [least, most]: readonly [number, number],
): number | undefined {
  const step = (shiftKey ? LEAP : STEP) * reach;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return value - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return value + step;
    case 'PageDown':
      return value - LEAP * reach;
    case 'PageUp':
      return value + LEAP * reach;
    case 'Home':
      return Math.abs(least) > Math.abs(most) ? least : most;
    default:
      return undefined;
  }
}
