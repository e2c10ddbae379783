/** What a report is asked with: everything that is measured already goes along, so that nothing is measured twice. */
import type { ReportRequest } from '../../../studio/api.ts';
import { ORIGINAL } from '../../recipe/recipe.ts';
import { titleOf } from '../../recipe/words.ts';
import { RECORDED } from '../../recorded/schema.ts';
import type { AppState } from '../../store/appStore.ts';
import { wantedKey } from '../../store/results.ts';
import { baseOf } from '../../store/subject.ts';
import type { SideName } from '../../store/types.ts';

/** Null until the side is live. */
export function reportRequest(state: AppState, side: SideName): Omit<ReportRequest, 'format'> | null {
  const { results, sides, opened } = state;
  const result = results[side];
  const base = baseOf(state, sides[side].base);
  if (!result?.modelId || !base || base.model.id === RECORDED) return null;
  const originalKey = wantedKey(state, { base: sides[side].base, recipe: ORIGINAL });
  const other = results[side === 'b' ? 'a' : 'b'];
  const isOther = other !== null && other.key === originalKey && other.trust === 'live';
  const original = isOther ? { original: other.measurement } : {};
  const isOriginal = result.key === originalKey;
  // What was compared with something else than the original is compared anew.
  const usable = isOriginal || result.against === originalKey;
  return {
    model: result.modelId,
    title: `${base.model.name}, ${result.fileName ?? titleOf(result.recipe, base.model.bitsPerWeight)}`,
    ...(opened ? { data: opened.data.id } : {}),
    ...(isOriginal ? {} : { baseline: base.model.id, ...original }),
    ...(usable ? { measurement: result.measurement } : {}),
  };
}
