/** The dial: bits per weight as graduations of which one is chosen. Native radio buttons, so arrows move and choose. */

import type { CSSProperties } from 'react';
import { t } from '../messages/t.ts';
import type { Bits } from '../recipe/recipe.ts';
import { DIAL } from '../recipe/recipe.ts';
import { useApp } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';

export function BitsDial({ side }: { readonly side: SideName }) {
  const bits = useApp((state) => state.sides[side].recipe.bits);
  const changeRecipe = useApp((state) => state.changeRecipe);
  return (
    <div
      className={`dial ${side}`}
      role="radiogroup"
      aria-label={t('Bits per weight, side {side}', { side: side.toUpperCase() })}
    >
      <span className="dial-name" aria-hidden="true">
        <i className={`mark mark-${side}`}>{side.toUpperCase()}</i>
        {t('bits')}
      </span>
      <div className="stops">
        {DIAL.map((stop) => (
          <label key={stop} style={{ '--bits': stop } as CSSProperties}>
            <input
              type="radio"
              name={`bits-${side}`}
              value={stop}
              checked={stop === bits}
              aria-label={stopWords(stop)}
              onChange={() => changeRecipe(side, { bits: stop })}
            />
            <span>{stop}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function stopWords(bits: Bits): string {
  if (bits === 32) return t('32, floats as they came');
  return bits === 16 ? t('16, half-size floats') : t('{bits} bits', { bits });
}
