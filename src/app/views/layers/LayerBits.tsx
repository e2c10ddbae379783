/** The width of one layer on one side, and the menu that sets it apart from the recipe. */
import { t } from '../../messages/t.ts';
import type { Option } from '../../recipe/options.ts';
import type { Bits } from '../../recipe/recipe.ts';
import { DIAL } from '../../recipe/recipe.ts';
import { Pick } from '../../sides/Pick.tsx';
import { useApp } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';

const AS_RECIPE = 'recipe';

function options(): readonly Option<string>[] {
  return [
    { value: AS_RECIPE, word: t('as the recipe says'), help: t('No exception for this layer.') },
    ...DIAL.map((bits) => ({
      value: String(bits),
      word: bits > 8 ? t('{bits}-bit floats', { bits }) : t('{bits} bits', { bits }),
      help: bits === 32 ? t('This layer stays as it came.') : t('This layer alone gets {bits} bits.', { bits }),
    })),
  ];
}

interface LayerBitsProps {
  readonly side: SideName;
  readonly node: string;
  /** What the shown result has. */
  readonly bits: number;
}

export function LayerBits({ side, node, bits }: LayerBitsProps) {
  const recipe = useApp((state) => state.sides[side].recipe);
  const changeRecipe = useApp((state) => state.changeRecipe);
  const own = recipe.exceptions[node];
  const choose = (value: string): void => {
    const chosen = DIAL.find((width) => String(width) === value);
    changeRecipe(side, { exceptions: withException(recipe.exceptions, node, chosen) });
  };
  return (
    <Pick
      className={`small${own === undefined ? '' : ' apart'}`}
      label={t('bits of {node}, side {side}', { node, side: side.toUpperCase() })}
      options={options()}
      value={own === undefined ? AS_RECIPE : String(own)}
      word={String(own ?? bits)}
      onChange={choose}
    />
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function withException(
  exceptions: Readonly<Record<string, Bits>>,
  node: string,
  bits: Bits | undefined,
): Readonly<Record<string, Bits>> {
  const { [node]: _, ...others } = exceptions;
  return bits === undefined ? others : { ...others, [node]: bits };
}
