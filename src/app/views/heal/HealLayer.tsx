/** In the note on a flip: which layer of B, restored to what it was, mends it; and the way to keep it restored. */

import { lazy, Suspense, useLayoutEffect, useState } from 'react';
import { left } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tell } from '../../messages/tell.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { useTask } from '../useTask.ts';
import { healSentence, mendersOf } from './words.ts';

const Waterfall = lazy(() => import('./Waterfall.tsx'));

interface HealLayerProps {
  readonly sample: number;
  readonly name: (index: number) => string;
  /** Called when its own size may have changed, so that the note finds its place again. */
  readonly resized: () => void;
}

export default function HealLayer({ sample, name, resized }: HealLayerProps) {
  const { engine } = useStudio();
  const model = useApp((state) => state.results.b?.modelId ?? null);
  const recipe = useApp((state) => state.sides.b.recipe);
  const changeRecipe = useApp((state) => state.changeRecipe);
  const choose = useApp((state) => state.choose);
  const [traced, trace] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const key = model !== null && asked === model ? `${model}|${sample}` : null;
  const { value, busy, progress, error } = useTask(key, (options) => engine.heal(sample, options));
  const working = key !== null && busy;
  const shown = key === null || working ? null : value;
  const mender = shown ? mendersOf(shown)[0] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these makes the note taller or shorter.
  useLayoutEffect(resized, [working, shown, error]);
  if (model === null) return null;
  if (working) {
    const rest = progress?.secondsLeft === undefined ? '' : `, ${left(progress.secondsLeft)}`;
    return (
      <p className="tools-row quiet" role="status">
        {progress ? `${tell(progress.label)}${rest}` : t('restoring layers')}
        <button type="button" className="link" onClick={() => setAsked(null)}>
          {t('Stop')}
        </button>
      </p>
    );
  }
  return (
    <>
      {shown && (
        <p role="status" data-provenance="live">
          {healSentence(shown, name)}
        </p>
      )}
      {key !== null && error !== null && <p role="alert">× {error}</p>}
      {traced && (
        <Suspense fallback={null}>
          <Waterfall sample={sample} resized={resized} />
        </Suspense>
      )}
      <div className="tools-row quiet">
        {!shown && (
          <button type="button" className="link" onClick={() => setAsked(model)}>
            {t('Which layer mends it?')}
          </button>
        )}
        {!traced && (
          <button type="button" className="link" onClick={() => trace(true)}>
            {t('Where does it stray?')}
          </button>
        )}
        <button type="button" className="link" data-opens="autopsy" onClick={() => choose('autopsy', 'open')}>
          {t('Take it apart')}
        </button>
        {mender && (
          <button
            type="button"
            className="link"
            onClick={() => changeRecipe('b', { exceptions: { ...recipe.exceptions, [mender.node]: 32 } })}
          >
            {t('Heal {layer} in B', { layer: mender.node })}
          </button>
        )}
      </div>
    </>
  );
}
