/**
 * The shortcut beside the clip handles: finds the range for this layer that errs least, by trying ranges on all of its
 * weights, sets the handles there as one step of undo, and says what that is worth.
 */
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../core/errors.ts';
import type { ClipSearch, LayerSummary } from '../../../studio/api.ts';
import { isAbort } from '../../engine/aborts.ts';
import { count, decimals, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { cutFrom } from '../../recipe/cuts.ts';
import { Measured } from '../../sides/Measured.tsx';
import type { Receipt } from '../../sides/receipts.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { triedRounding } from './useCut.ts';

export function LeastError({ layer }: { readonly layer: LayerSummary }) {
  const { found, busy, error, search, stop } = useSearch(layer);
  if (busy)
    return (
      <span role="status">
        {t('trying ranges')}{' '}
        <button type="button" className="link" onClick={stop}>
          {t('Stop')}
        </button>
      </span>
    );
  return (
    <span>
      <button type="button" className="link" onClick={search}>
        {t('clip at the least error')}
      </button>
      {error !== null && <span role="alert"> × {error}</span>}
      {found && (
        <span role="status">
          {': '}
          <Measured trust="live" className="link" receipt={() => receiptOf(found, layer)}>
            {decimals(found.best.sqnr, 1)}&nbsp;dB
          </Measured>
          {', '}
          {gainWords(found)}
        </span>
      )}
    </span>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** What was found holds for one layer under one rounding: it is forgotten with either. */
function useSearch(layer: LayerSummary) {
  const { engine, store } = useStudio();
  const recipe = useApp((state) => state.sides.b.recipe);
  const bits = recipe.exceptions[layer.node] ?? recipe.bits;
  const subject = `${layer.parameter}|${bits}|${recipe.grain}|${recipe.symmetric}`;
  const [state, setState] = useState<SearchState>(NOTHING);
  const running = useRef<AbortController>(undefined);
  const stop = (): void => running.current?.abort();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject ends the search for this one.
  useEffect(() => {
    setState(NOTHING);
    return stop;
  }, [subject]);
  const search = async (): Promise<void> => {
    const weights = triedRounding(recipe, bits, [0, 0]);
    if (!weights) return;
    const controller = new AbortController();
    running.current = controller;
    setState({ ...NOTHING, busy: true });
    try {
      const found = await engine.clipSearch(layer.parameter, weights, { signal: controller.signal });
      if (controller.signal.aborted || !found) return setState(NOTHING);
      setState({ ...NOTHING, found });
      const { changeRecipe, sides } = store.getState();
      const cut = cutFrom(found.best.range[0], found.best.range[1], recipe.symmetric);
      changeRecipe('b', { cuts: { ...sides.b.recipe.cuts, [layer.node]: cut } });
    } catch (thrown) {
      setState({ ...NOTHING, error: isAbort(thrown) ? null : messageOf(thrown) });
    }
  };
  return { ...state, search: () => void search(), stop };
}

interface SearchState {
  readonly found: ClipSearch | null;
  readonly busy: boolean;
  readonly error: string | null;
}

const NOTHING: SearchState = { found: null, busy: false, error: null };

function gainWords({ best, whole }: ClipSearch): string {
  const gain = best.sqnr - whole.sqnr;
  if (!(gain > 0)) return t('with nothing cut off');
  return t('{gain} dB better than the whole range', { gain: decimals(gain, 1) });
}

function receiptOf({ best, whole, tried, seconds }: ClipSearch, { node }: LayerSummary): Receipt {
  const words = ([low, high]: readonly [number, number]): string =>
    t('{low} to {high}', { low: significant(low), high: significant(high) });
  return {
    title: t('Range of least error of {layer}', { layer: node }),
    what: t('Each range was tried on every weight of the layer; the one with the least squared error is set.'),
    rows: [
      [t('range'), words(best.range)],
      [t('signal to noise'), `${decimals(best.sqnr, 2)} dB`],
      [t('largest error'), significant(best.maxError)],
      [t('the whole range'), `${words(whole.range)}, ${decimals(whole.sqnr, 2)} dB`],
      [t('ranges tried'), count(tried)],
      [t('took'), t('{seconds} s', { seconds: decimals(seconds, 2) })],
    ],
  };
}
