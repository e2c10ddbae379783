/** Recipes as they are: presets to begin with, the JSON that the engine reads, and the way to single layers. */

import { useState } from 'react';
import { t } from '../messages/t.ts';
import { tx } from '../messages/tx.tsx';
import { PRESETS } from '../recipe/presets.ts';
import { scriptOf } from '../recipe/script.ts';
import { BitsDial } from '../sides/BitsDial.tsx';
import { RecipeSentence } from '../sides/RecipeSentence.tsx';
import { useApp } from '../store/context.tsx';
import { baseOf } from '../store/subject.ts';
import type { SideName } from '../store/types.ts';
import { CopyButton } from './CopyButton.tsx';
import { SidePicker } from './SidePicker.tsx';

export default function RecipePanel() {
  const [side, setSide] = useState<SideName>('b');
  const spec = useApp((state) => state.sides[side]);
  const layers = useApp((state) => baseOf(state, spec.base)?.model.layers) ?? [];
  const { changeRecipe, setView, openPanel } = useApp((state) => state);
  const json = JSON.stringify(scriptOf(spec.recipe, layers) ?? { version: 1, steps: [] }, null, 2);
  const exceptions = Object.keys(spec.recipe.exceptions).length;
  return (
    <>
      <SidePicker side={side} choose={setSide} />
      <div className={`side ${side} in-sheet`}>
        <BitsDial side={side} />
        <RecipeSentence side={side} />
      </div>
      <h3>{t('Begin with')}</h3>
      <ul className="ways">
        {PRESETS.map(({ name, about, recipe }) => (
          <li key={name}>
            <button type="button" onClick={() => changeRecipe(side, recipe)}>
              <b>{t(name)}</b>
              <span className="quiet">{t(about)}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3>{t('Layer by layer')}</h3>
      <p className="quiet">
        {exceptions === 0
          ? t('No layer has a width of its own.')
          : t('{count} of {all} layers stand apart.', { count: exceptions, all: layers.length })}{' '}
        {t('The table of layers sets the width of any of them.')}
      </p>
      <div className="tools-row">
        <button
          type="button"
          className="btn"
          onClick={() => {
            setView('layers');
            openPanel(null);
          }}
        >
          {t('Open the table of layers')}
        </button>
        {exceptions > 0 && (
          <button type="button" className="link" onClick={() => changeRecipe(side, { exceptions: {} })}>
            {t('All layers alike again')}
          </button>
        )}
      </div>
      <h3>{t('As JSON')}</h3>
      <p className="quiet">{tx('What {call} takes.', { call: <code>decant.run</code> })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <pre className="code" tabIndex={0}>
        {json}
      </pre>
      <CopyButton text={json}>{t('Copy the recipe')}</CopyButton>
    </>
  );
}
