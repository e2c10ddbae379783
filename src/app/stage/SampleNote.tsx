/** A note on one sample: what it is, what each side says, and how both weigh the classes. It never covers its sample. */

import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Distributions } from '../engine/engine.ts';
import { t } from '../messages/t.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { ClassBars } from './ClassBars.tsx';
import type { Cell } from './cells.ts';
import type { Box, Placed } from './notePlacement.ts';
import { placeNote } from './notePlacement.ts';

const HealLayer = lazy(() => import('../views/heal/HealLayer.tsx'));

interface SampleNoteProps {
  readonly cell: Cell;
  readonly box: Box;
  readonly bounds: Box;
  readonly flips: readonly Box[];
  readonly name: (index: number) => string;
  /** The next flip after this sample; undefined where there is none. */
  readonly next: number | undefined;
}

export function SampleNote({ cell, box, bounds, flips, name, next }: SampleNoteProps) {
  const note = useRef<HTMLElement>(null);
  const openSample = useApp((state) => state.openSample);
  const shown = useDistributions(cell.sample);
  const [place, setPlace] = useState<Placed | null>(null);
  const [grown, setGrown] = useState(0);
  const resized = useCallback(() => setGrown((times) => times + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the note's own size changes with `shown` and `grown`.
  useLayoutEffect(() => {
    const size = { width: note.current?.offsetWidth ?? 0, height: note.current?.offsetHeight ?? 0 };
    setPlace(placeNote(box, size, bounds, flips));
  }, [box, bounds, flips, shown, grown]);
  return (
    <>
      {place && (
        <i
          className="note-thread"
          style={{
            left: place.thread.left,
            top: place.thread.top,
            width: place.thread.width,
            height: place.thread.height,
          }}
        />
      )}
      <aside
        ref={note}
        className="note"
        aria-label={t('Note on sample {sample}', { sample: cell.sample })}
        style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
      >
        <h2>{sentence(cell, name)}</h2>
        <div className="rows">
          <ClassBars side="a" answer={cell.a} shares={shown?.a ?? null} name={name} label={cell.label} />
          <ClassBars side="b" answer={cell.b} shares={shown?.b ?? null} name={name} label={cell.label} />
        </div>
        {cell.flip && (
          <Suspense fallback={null}>
            <HealLayer key={cell.sample} sample={cell.sample} name={name} resized={resized} />
          </Suspense>
        )}
        <div className="tools-row quiet">
          {next !== undefined && (
            <button type="button" className="link" onClick={() => openSample(next)}>
              {t('Next flip')}
            </button>
          )}
          <button type="button" className="link" onClick={() => openSample(null)}>
            {t('Close')}
          </button>
        </div>
      </aside>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** How both sides weigh the classes, once asked; the last sample's are not shown for this one. */
function useDistributions(sample: number): Distributions | null {
  const { engine } = useStudio();
  const results = useApp((state) => state.results);
  const [shown, setShown] = useState<{ sample: number; value: Distributions } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other results weigh the same sample differently.
  useEffect(() => {
    const controller = new AbortController();
    engine.distributions(sample, controller.signal).then(
      (value) => value && !controller.signal.aborted && setShown({ sample, value }),
      () => undefined, // The note then shows confidences, which the measurement has.
    );
    return () => controller.abort();
  }, [engine, sample, results]);
  return shown?.sample === sample ? shown.value : null;
}

function sentence({ sample, label, a, b, flip }: Cell, name: (index: number) => string): string {
  const id = String(sample).padStart(4, '0');
  const what = label === null ? t('Sample {id}.', { id }) : labelled(id, name(label));
  if (!a || !b) return what;
  if (!flip) return `${what} ${t('Both say {answer}.', { answer: name(a.top) })}`;
  const answers = { a: name(a.top), b: name(b.top) };
  return `${what} ${a.top === label ? t('B reads {b}.', answers) : t('A reads {a}, B {b}.', answers)}`;
}

/** "Sample 0012 is a 4.", with the article that English wants before an 8 or an apple. */
function labelled(id: string, word: string): string {
  const vowel = /^(8|11|18|[aeiou])/i.test(word);
  return vowel ? t('Sample {id} is an {word}.', { id, word }) : t('Sample {id} is a {word}.', { id, word });
}
