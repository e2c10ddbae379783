/**
 * Where side B cuts off the weights of a layer: what the recipe says, and what a hand is setting now. While a handle
 * moves, the engine tries the rounding on this one weight; the recipe changes when the handle rests, as one step of undo.
 */
import { useEffect, useRef, useState } from 'react';
import type { Histogram, LayerSummary, TriedRounding } from '../../../studio/api.ts';
import type { Cut } from '../../recipe/cuts.ts';
import { cutFrom, withoutCut } from '../../recipe/cuts.ts';
import type { SideRecipe } from '../../recipe/recipe.ts';
import { groupSize } from '../../recipe/recipe.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { useTask } from '../useTask.ts';

/** A handle that has not moved for so long rests. */
const REST_MS = 350;

export interface CutControl {
  /** What is shown: the hand's, else the recipe's; null where the recipe's clipping decides. */
  readonly cut: Cut | null;
  /** The weight as it is being tried; null at rest. */
  readonly tried: Histogram | null;
  /** Whether handles make sense: the layer is rounded in B. */
  readonly able: boolean;
  /** Where levels are symmetric, the end that did not move follows the other. */
  move(low: number, high: number, moved: 'low' | 'high'): void;
  /** Gives the layer back to the recipe's clipping. */
  release(): void;
}

export function useCut(layer: LayerSummary | undefined, bins: number): CutControl {
  const { engine } = useStudio();
  const spec = useApp((state) => state.sides.b);
  const changeRecipe = useApp((state) => state.changeRecipe);
  const made = useApp((state) => state.results.b?.modelId ?? null);
  const [draft, setDraft] = useState<Cut | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { recipe } = spec;
  const node = layer?.node ?? '';
  const bits = recipe.exceptions[node] ?? recipe.bits;
  const weights = draft ? triedRounding(recipe, bits, draft) : null;
  const key = layer && weights ? `${layer.parameter}|${JSON.stringify(weights)}` : null;
  const tried = useTask(key, async (options) =>
    weights && layer ? engine.tryRounding(layer.parameter, weights, bins, options) : null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another result of B, or another layer, ends the draft.
  useEffect(() => setDraft(null), [made, node]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    cut: draft ?? recipe.cuts[node] ?? null,
    tried: draft ? tried.value : null,
    able: layer !== undefined && bits <= 8 && spec.base === null && made !== null,
    move: (low, high, moved) => {
      const reach = moved === 'low' ? -low : high;
      const cut = recipe.symmetric ? cutFrom(-reach, reach, true) : cutFrom(low, high, false);
      setDraft(cut);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => changeRecipe('b', { cuts: { ...recipe.cuts, [node]: cut } }), REST_MS);
    },
    release: () => {
      clearTimeout(timer.current);
      setDraft(null);
      changeRecipe('b', { cuts: withoutCut(recipe.cuts, node) });
    },
  };
}

// ---------------------------------------------------------------------------------------------------------------------

const GROUPS = [16, 32, 64, 128] as const;

/** What the recipe of a side does to one weight, cut to a range; null where it is not rounded. */
export function triedRounding({ grain, symmetric }: SideRecipe, bits: number, range: Cut): TriedRounding | null {
  const width = ([2, 3, 4, 5, 6, 7, 8] as const).find((one) => one === bits);
  if (width === undefined) return null;
  const size = GROUPS.find((one) => one === groupSize(grain));
  const common = { bits: width, symmetric, clip: 'range', range } as const;
  if (grain === 'tensor' || grain === 'channel') return { ...common, strategy: grain };
  return { ...common, strategy: 'group', groupSize: size ?? 32 };
}
