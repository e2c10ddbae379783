/** The two sides under the stage, mirror images: figures, dial, recipe; A also carries what acts on both. */
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';
import { BitsDial } from './BitsDial.tsx';
import { Figures } from './Figures.tsx';
import { RecipeSentence } from './RecipeSentence.tsx';

export function Sides() {
  return (
    <section className="sides" aria-label={t('The two sides')}>
      <Side side="a" />
      <Side side="b" />
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Side({ side }: { readonly side: SideName }) {
  return (
    <section className={`side ${side}`} aria-label={t('Side {side}', { side: side.toUpperCase() })}>
      <Figures side={side} />
      <BitsDial side={side} />
      <RecipeSentence side={side} />
      {side === 'a' ? <Acts /> : <Ways />}
    </section>
  );
}

function Acts() {
  const copyAToB = useApp((state) => state.copyAToB);
  const swapSides = useApp((state) => state.swapSides);
  const openPanel = useApp((state) => state.openPanel);
  return (
    <div className="acts">
      <button type="button" onClick={copyAToB}>
        {t('Copy A to B')}{' '}
        <span aria-hidden="true">
          <kbd>C</kbd>
        </span>
      </button>
      <button type="button" onClick={swapSides}>
        {t('Swap sides')}{' '}
        <span aria-hidden="true">
          <kbd>X</kbd>
        </span>
      </button>
      <button type="button" onClick={() => openPanel('draw')}>
        {t('Draw a sample')}{' '}
        <span aria-hidden="true">
          <kbd>D</kbd>
        </span>
      </button>
    </div>
  );
}

/** What else can be done with the two. */
function Ways() {
  const openPanel = useApp((state) => state.openPanel);
  const setView = useApp((state) => state.setView);
  return (
    <div className="acts">
      <button type="button" onClick={() => openPanel('blind')}>
        {t('Blind test')}
      </button>
      <button type="button" onClick={() => setView('distill')}>
        {t('Train a student')}
      </button>
    </div>
  );
}
