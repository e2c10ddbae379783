/** The floating box of a menu, at what opened it; Escape and a click outside close it. The menu itself is its content. */
import type { ReactNode, RefObject } from 'react';
import type { PopoverProps } from 'react-aria-components/Popover';
import { Popover } from 'react-aria-components/Popover';
import './aria.css';

interface MenuBoxProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly label: string;
  readonly placement: NonNullable<PopoverProps['placement']>;
  readonly close: () => void;
  readonly children: ReactNode;
}

export function MenuBox({ anchor, label, placement, close, children }: MenuBoxProps) {
  return (
    <Popover
      className="floating menu-box"
      aria-label={label}
      triggerRef={anchor}
      isOpen
      onOpenChange={(open) => !open && close()}
      placement={placement}
      offset={6}
    >
      {children}
    </Popover>
  );
}
