/** A canvas to draw a sample on, and what both sides make of it while it is drawn. */

import { useCallback, useMemo, useRef, useState } from 'react';
import { isAbort } from '../engine/aborts.ts';
import type { Distributions } from '../engine/engine.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import { ClassBars } from '../stage/ClassBars.tsx';
import type { Answer } from '../stage/cells.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { DrawCanvas } from './DrawCanvas.tsx';

export default function DrawPanel() {
  const taken = useApp((state) => state.opened?.data.shape ?? state.bases[0]?.model.inputs[0]?.shape);
  const shape = useMemo(() => pictureShape(taken), [taken]);
  const classes = useApp((state) => state.opened?.data.classes);
  const live = useApp((state) => state.results.a?.modelId != null && state.results.b?.modelId != null);
  const { shown, ask, error } = useAnswers();
  const name = (index: number): string => classes?.[index] ?? String(index);
  if (!shape)
    return <p className="lede">{t('Drawing needs a network that takes small grey pictures. This one does not.')}</p>;
  const [a, b] = [shown && topOf(shown.a), shown && topOf(shown.b)];
  return (
    <>
      <p className="lede">{t('Draw something that A reads right and B does not.')}</p>
      <DrawCanvas shape={shape} onDrawn={ask} />
      <p className="verdict" role="status">
        {error ?? (live ? verdictOf(a, b, name) : t('Answers come once both sides are live.'))}
      </p>
      <div className="answers">
        <ClassBars side="a" answer={a} shares={shown?.a ?? null} label={null} name={name} />
        <ClassBars side="b" answer={b} shares={shown?.b ?? null} label={null} name={name} />
      </div>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Answers to the newest drawing; while one is asked about, only the latest of those that follow waits. */
function useAnswers() {
  const { engine } = useStudio();
  const [shown, setShown] = useState<Distributions | null>(null);
  const [error, setError] = useState<string | null>(null);
  const state = useRef<{ busy: boolean; next: Uint8Array | null }>({ busy: false, next: null });
  const ask = useCallback(
    async (pixels: Uint8Array | null): Promise<void> => {
      if (pixels === null) {
        state.current.next = null;
        setShown(null);
        return;
      }
      state.current.next = pixels;
      if (state.current.busy) return;
      state.current.busy = true;
      while (state.current.next !== null) {
        const current: Uint8Array = state.current.next;
        state.current.next = null;
        try {
          setShown(await engine.distributionsOf(current, new AbortController().signal));
          setError(null);
        } catch (thrown) {
          if (!isAbort(thrown)) setError(told(thrown));
        }
      }
      state.current.busy = false;
    },
    [engine],
  );
  return { shown, ask, error };
}

/** Height and width of a grey picture of at most 64 pixels a side; undefined for every other input. */
function pictureShape(shape: readonly (number | string)[] | undefined): readonly [number, number] | undefined {
  const sizes = (shape ?? []).filter((size): size is number => typeof size === 'number' && size > 1);
  const [height, width, rest] = sizes;
  if (height === undefined || rest !== undefined) return undefined;
  const [h, w] = width === undefined ? [Math.sqrt(height), Math.sqrt(height)] : [height, width];
  return Number.isInteger(h) && h >= 8 && h <= 64 && w >= 8 && w <= 64 ? [h, w] : undefined;
}

function topOf(shares: readonly number[]): Answer | null {
  const confidence = Math.max(...shares);
  return shares.length === 0 ? null : { top: shares.indexOf(confidence), confidence };
}

function verdictOf(a: Answer | null, b: Answer | null, name: (index: number) => string): string {
  if (!a || !b) return t('The paper is empty.');
  if (a.top === b.top) return t('Both read {answer}.', { answer: name(a.top) });
  return t('A reads {a}, B reads {b}: they disagree.', { a: name(a.top), b: name(b.top) });
}
