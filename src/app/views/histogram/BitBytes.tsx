/** Bytes as their bits: a grid that arrow keys walk; the bits of one weight stand out together, by hover or by focus. */
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import type { WeightRow } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import { bitWords } from './slowSteps.ts';

interface BitBytesProps {
  readonly row: WeightRow;
  /** The weight that is looked at, by its place in the row. */
  readonly weight: number | null;
  readonly look: (weight: number | null, says: string | null) => void;
}

export function BitBytes({ row, weight, look }: BitBytesProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const bits = row.bytes.length * 8;
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = target(event.key, stop, bits);
    if (to === undefined) return;
    event.preventDefault();
    grid.current?.querySelectorAll('button')[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: bits of bytes are no table of text.
    <div ref={grid} className="bit-bytes" role="grid" aria-label={t('Bytes of the row')} onKeyDown={onKeyDown}>
      {row.bytes.map((byte, i) => (
        // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its cells take the focus.
        // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place.
        <div key={i} role="row" className="bit-byte">
          {Array.from({ length: 8 }, (_, place) => {
            const from = row.origin[i]?.[place] ?? null;
            const at = i * 8 + place;
            const show = (): void => look(from?.weight ?? null, bitWords(row, i, place));
            return (
              // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its button takes the focus.
              // biome-ignore lint/suspicious/noArrayIndexKey: a bit is its place.
              <div key={place} role="gridcell">
                <button
                  type="button"
                  className={from ? (from.weight === weight ? 'mine' : from.weight % 2 === 0 ? 'even' : 'odd') : 'off'}
                  tabIndex={at === stop ? 0 : -1}
                  aria-label={bitWords(row, i, place)}
                  onFocus={() => {
                    setStop(at);
                    show();
                  }}
                  onPointerEnter={show}
                >
                  {(byte >>> (7 - place)) & 1}
                </button>
              </div>
            );
          })}
          <span aria-hidden="true">0x{byte.toString(16).toUpperCase().padStart(2, '0')}</span>
        </div>
      ))}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function target(key: string, at: number, bits: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -8, ArrowDown: 8 };
  if (key === 'Home') return at - (at % 8);
  if (key === 'End') return at - (at % 8) + 7;
  const step = steps[key];
  return step === undefined ? undefined : Math.min(bits - 1, Math.max(0, at + step));
}
