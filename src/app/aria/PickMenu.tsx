/** The menu behind a word of a sentence: options, each with its line of help. Loaded with the first menu. */

import type { RefObject } from 'react';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Text } from 'react-aria-components/Text';
import { t } from '../messages/t.ts';
import type { ControlName } from '../recipe/controls.ts';
import { CONTROLS } from '../recipe/controls.ts';
import type { Option } from '../recipe/options.ts';
import { useApp } from '../store/context.tsx';
import { MenuBox } from './MenuBox.tsx';

interface PickMenuProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly options: readonly Option<string>[];
  readonly value: string;
  readonly disabled: Readonly<Partial<Record<string, string>>>;
  readonly control?: ControlName;
  readonly choose: (value: string) => void;
  readonly close: () => void;
}

export default function PickMenu({ anchor, label, options, value, disabled, control, choose, close }: PickMenuProps) {
  return (
    <MenuBox anchor={anchor} label={label} placement="bottom start" close={close}>
      <Menu
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[value]}
        disabledKeys={Object.keys(disabled)}
        autoFocus="first"
        onAction={(key) => choose(String(key))}
        onClose={close}
      >
        {options.map(({ value: key, word, help }) => (
          <MenuItem key={key} id={key} textValue={t(word)} className="menu-item">
            <Text slot="label">{t(word)}</Text>
            <Text slot="description">{disabled[key] ?? t(help)}</Text>
          </MenuItem>
        ))}
      </Menu>
      {control && <About control={control} close={close} />}
    </MenuBox>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** What turning the control costs and gains, and the way to its lesson. */
function About({ control, close }: { readonly control: ControlName; readonly close: () => void }) {
  const openLesson = useApp((state) => state.openLesson);
  const { size, speed, quality, lesson } = CONTROLS[control];
  return (
    <div className="menu-about">
      <dl>
        {[
          [t('Size'), size],
          [t('Speed'), speed],
          [t('Quality'), quality],
        ].map(([name, words = '']) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        className="link"
        onClick={() => {
          close();
          openLesson(lesson);
        }}
      >
        {t('Show me in a lesson')}
      </button>
    </div>
  );
}
