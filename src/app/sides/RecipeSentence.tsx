/** The recipe of a side as a sentence; each underlined word is a menu. */

import type { ReactNode } from 'react';
import { t, tn } from '../messages/t.ts';
import { tx } from '../messages/tx.tsx';
import {
  ACTIVATION_OPTIONS,
  AGAIN_OPTIONS,
  BITS_OPTIONS,
  CLIP_OPTIONS,
  ENDS_OPTIONS,
  GRAIN_OPTIONS,
  SYMMETRY_OPTIONS,
} from '../recipe/options.ts';
import type { Activations, SideRecipe } from '../recipe/recipe.ts';
import { DIAL, layersApart, mayQuantizeActivations, rounds } from '../recipe/recipe.ts';
import { useApp } from '../store/context.tsx';
import { baseOf } from '../store/subject.ts';
import type { SideName } from '../store/types.ts';
import { Pick } from './Pick.tsx';

export function RecipeSentence({ side }: { readonly side: SideName }) {
  const recipe = useApp((state) => state.sides[side].recipe);
  if (recipe.bits === 32) {
    return (
      <p className="recipe">
        {tx('Keep every weight {bits}{exceptions}.', {
          bits: <BitsWord side={side} recipe={recipe} />,
          exceptions: <Exceptions side={side} recipe={recipe} before={t(', but ')} />,
        })}
      </p>
    );
  }
  if (!rounds(recipe)) {
    return (
      <p className="recipe">
        {tx('Keep weights {bits}{exceptions}.', {
          bits: <BitsWord side={side} recipe={recipe} />,
          exceptions: <Exceptions side={side} recipe={recipe} before={t(', but ')} />,
        })}
      </p>
    );
  }
  return (
    <p className="recipe">
      {tx(
        'Round weights to {bits}, {scales}, {symmetry}, {clipping}; activations {activations}, {exceptions}{quantized}.',
        {
          bits: <BitsWord side={side} recipe={recipe} />,
          scales: <GrainWord side={side} recipe={recipe} />,
          symmetry: <SymmetryWord side={side} recipe={recipe} />,
          clipping: <ClipWord side={side} recipe={recipe} />,
          activations: <ActivationsWord side={side} recipe={recipe} />,
          exceptions: <EndsWord side={side} recipe={recipe} />,
          quantized: <AgainWord side={side} recipe={recipe} />,
        },
      )}
    </p>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface WordProps {
  readonly side: SideName;
  readonly recipe: SideRecipe;
}

function BitsWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  return (
    <Pick
      label={labelOf('bits', side)}
      control="bits"
      options={BITS_OPTIONS}
      value={`${recipe.bits}`}
      onChange={(value) => changeRecipe(side, { bits: DIAL.find((bits) => `${bits}` === value) ?? 32 })}
    />
  );
}

function GrainWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  return (
    <Pick
      label={labelOf('scales', side)}
      control="scales"
      options={GRAIN_OPTIONS}
      value={recipe.grain}
      onChange={(grain) => changeRecipe(side, { grain })}
    />
  );
}

function SymmetryWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  return (
    <Pick
      label={labelOf('symmetry', side)}
      control="symmetry"
      options={SYMMETRY_OPTIONS}
      value={recipe.symmetric ? 'symmetric' : 'asymmetric'}
      onChange={(value) => changeRecipe(side, { symmetric: value === 'symmetric' })}
    />
  );
}

function ClipWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  return (
    <Pick
      label={labelOf('clipping', side)}
      control="clipping"
      options={CLIP_OPTIONS}
      value={recipe.clip}
      onChange={(clip) => changeRecipe(side, { clip })}
    />
  );
}

function ActivationsWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  const allowed = mayQuantizeActivations(recipe);
  const others = ACTIVATION_OPTIONS.filter(({ value }) => value !== 'none');
  const disabled: Partial<Record<Activations, string>> = Object.fromEntries(
    others.map(({ value }) => [value, t('Needs 8-bit weights: only then is the arithmetic in integers.')]),
  );
  return (
    <Pick
      label={labelOf('activations', side)}
      control="activations"
      options={ACTIVATION_OPTIONS}
      value={allowed ? recipe.activations : 'none'}
      disabled={allowed ? {} : disabled}
      onChange={(activations) => changeRecipe(side, { activations })}
    />
  );
}

function EndsWord({ side, recipe }: WordProps) {
  const changeRecipe = useApp((state) => state.changeRecipe);
  const openPanel = useApp((state) => state.openPanel);
  const count = layersApart(recipe);
  const word = count > 0 ? tn(count, '{count} layer apart', '{count} layers apart') : undefined;
  return (
    <Pick
      label={labelOf('exceptions', side)}
      control="exceptions"
      options={ENDS_OPTIONS}
      value={recipe.keepEnds ? 'ends' : 'alike'}
      {...(word ? { word } : {})}
      onChange={(value) => {
        if (value === 'choose') return openPanel('recipe');
        changeRecipe(side, { keepEnds: value === 'ends', exceptions: {}, cuts: {} });
      }}
    />
  );
}

/** Only where the file holds codes: what came quantized is not rounded twice unasked. */
function AgainWord({ side, recipe }: WordProps): ReactNode {
  const changeRecipe = useApp((state) => state.changeRecipe);
  const layers = useApp((state) => baseOf(state, state.sides[side].base)?.model.layers);
  if (!layers?.some(({ bits }) => bits < 16)) return null;
  return (
    <>
      {t('; what came quantized')}{' '}
      <Pick
        label={labelOf('what came quantized', side)}
        control="quantized"
        options={AGAIN_OPTIONS}
        value={recipe.again ? 'again' : 'stay'}
        onChange={(value) => changeRecipe(side, { again: value === 'again' })}
      />
    </>
  );
}

/** Layers apart, in sentences that have no word for them otherwise. */
function Exceptions({ side, recipe, before }: WordProps & { readonly before: string }): ReactNode {
  if (Object.keys(recipe.exceptions).length === 0) return null;
  return (
    <>
      {before}
      <EndsWord side={side} recipe={recipe} />
    </>
  );
}

function labelOf(what: string, side: SideName): string {
  return t('{control} of side {side}', { control: t(what), side: side.toUpperCase() });
}
