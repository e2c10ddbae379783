/** Which of the two sides a panel is about. */
import { t } from '../messages/t.ts';
import { sideTitle } from '../stage/SideTags.tsx';
import { useApp } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';

interface SidePickerProps {
  readonly side: SideName;
  readonly choose: (side: SideName) => void;
}

const SIDES: readonly SideName[] = ['a', 'b'];

export function SidePicker({ side, choose }: SidePickerProps) {
  const titles = {
    a: useApp((state) => sideTitle(state, 'a')),
    b: useApp((state) => sideTitle(state, 'b')),
  };
  return (
    <div className="choices" role="radiogroup" aria-label={t('Side')}>
      {SIDES.map((name) => (
        <label key={name}>
          <input type="radio" name="panel-side" checked={name === side} onChange={() => choose(name)} />
          <span className="tools-row">
            <i className={`mark mark-${name}`}>{name.toUpperCase()}</i>
            {titles[name]}
          </span>
        </label>
      ))}
    </div>
  );
}
