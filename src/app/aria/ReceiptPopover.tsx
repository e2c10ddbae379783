/** How a figure was measured, in a popover at the figure, with the way to measure it again. */

import type { RefObject } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { CopyReceipt } from '../library/CopyReceipt.tsx';
import { t } from '../messages/t.ts';
import type { Receipt } from '../sides/receipts.ts';
import { useStudio } from '../store/context.tsx';
import './aria.css';

interface ReceiptPopoverProps {
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly receipt: Receipt;
  readonly trust: string;
  readonly close: () => void;
}

export default function ReceiptPopover({ anchor, receipt, trust, close }: ReceiptPopoverProps) {
  const { engine } = useStudio();
  const again = (): void => {
    close();
    engine.measureAgain();
  };
  return (
    <Popover
      className="floating receipt"
      triggerRef={anchor}
      isOpen
      onOpenChange={(open) => !open && close()}
      placement="bottom start"
      offset={8}
    >
      <Dialog aria-label={t('How {figure} was measured', { figure: receipt.title })}>
        <p className="label">{t('How measured: {trust}', { trust })}</p>
        <h2>{receipt.title}</h2>
        <p className="quiet">{receipt.what}</p>
        <dl>
          {receipt.rows.map(([term, value], i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one receipt never move; a term may come twice.
            <div key={i}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="tools-row">
          <button type="button" className="link" onClick={again}>
            {t('Measure again')}
          </button>
          {receipt.side && <CopyReceipt side={receipt.side} />}
          <button type="button" className="link" onClick={close}>
            {t('Close')}
          </button>
        </div>
      </Dialog>
    </Popover>
  );
}
