/** Recipes as they are: presets to begin with, the JSON that the engine reads, and the way to single layers. */

import { useState } from 'react';
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
      <h3>Begin with</h3>
      <ul className="ways">
        {PRESETS.map(({ name, about, recipe }) => (
          <li key={name}>
            <button type="button" onClick={() => changeRecipe(side, recipe)}>
              <b>{name}</b>
              <span className="quiet">{about}</span>
            </button>
          </li>
        ))}
      </ul>
      <h3>Layer by layer</h3>
      <p className="quiet">
        {exceptions === 0
          ? 'No layer has a width of its own. '
          : `${exceptions} of ${layers.length} layers stand apart. `}
        The table of layers sets the width of any of them.
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
          Open the table of layers
        </button>
        {exceptions > 0 && (
          <button type="button" className="link" onClick={() => changeRecipe(side, { exceptions: {} })}>
            All layers alike again
          </button>
        )}
      </div>
      <h3>As JSON</h3>
      <p className="quiet">
        What <code>decant.run</code> takes.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
      <pre className="code" tabIndex={0}>
        {json}
      </pre>
      <CopyButton text={json}>Copy the recipe</CopyButton>
    </>
  );
}
