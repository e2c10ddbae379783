/** A panel from the right: a modal dialog, closed by Escape, by its button, or by a click beside it. */

import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { t } from '../messages/t.ts';
import './aria.css';
import '../styles/panels.css';
import '../styles/tables.css';

interface SheetProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
}

export default function Sheet({ title, close, children }: SheetProps) {
  return (
    <ModalOverlay className="sheet-veil" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="sheet">
        <Dialog aria-label={title}>
          <header>
            <h2>{title}</h2>
            <button type="button" className="link" onClick={close}>
              {t('Close')}
            </button>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
