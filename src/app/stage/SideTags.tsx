/** The names of the two sides at the top of the stage. */
import { titleOf } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';
import { useApp } from '../store/context.tsx';
import { baseOf } from '../store/subject.ts';
import type { SideName } from '../store/types.ts';

export function SideTags() {
  const a = useApp((state) => sideTitle(state, 'a'));
  const b = useApp((state) => sideTitle(state, 'b'));
  return (
    <>
      <span className="tag a">
        <i className="mark mark-a">A</i>
        <span>{a}</span>
      </span>
      <span className="tag b">
        <span>{b}</span>
        <i className="mark mark-b">B</i>
      </span>
    </>
  );
}

/** "Original, 32-bit floats", "4 bits, groups of 32", with the file's name where it is a second file. */
export function sideTitle(state: AppState, side: SideName): string {
  const spec = state.sides[side];
  const base = baseOf(state, spec.base);
  const title = titleOf(spec.recipe, base?.model.bitsPerWeight);
  return spec.base !== null && base ? `${base.model.name}: ${title}` : title;
}
