/** A word of a sentence that is a menu. The menu itself is loaded when the first one is opened. */

import { lazy, Suspense, useRef, useState } from 'react';
import { t } from '../messages/t.ts';
import type { ControlName } from '../recipe/controls.ts';
import type { Option } from '../recipe/options.ts';

const loadMenu = () => import('../aria/PickMenu.tsx');
const PickMenu = lazy(loadMenu);

interface PickProps<T extends string> {
  /** What is chosen here, for those who do not see the sentence: "bits of side B". */
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly className?: string;
  /** The word to show where it is not the option's own. */
  readonly word?: string;
  /** Options that cannot be chosen now, with the reason in the place of the help. */
  readonly disabled?: Readonly<Partial<Record<T, string>>>;
  /** The control whose price and lesson stand below the options. */
  readonly control?: ControlName;
}

export function Pick<T extends string>({
  label,
  options,
  value,
  onChange,
  className = '',
  word,
  disabled,
  control,
}: PickProps<T>) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const shown = word ?? t(options.find((option) => option.value === value)?.word ?? value);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`pick ${className}`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`${shown}, ${label}`}
        onPointerEnter={() => void loadMenu()}
        onClick={() => setOpen(true)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {shown}
      </button>
      {open && (
        <Suspense fallback={null}>
          <PickMenu
            anchor={button}
            label={label}
            options={options}
            value={value}
            disabled={disabled ?? {}}
            {...(control ? { control } : {})}
            choose={(chosen) => {
              const option = options.find((candidate) => candidate.value === chosen);
              if (option) onChange(option.value);
            }}
            close={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
