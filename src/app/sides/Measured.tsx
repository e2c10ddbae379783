/** A figure that opens how it was measured. Every number on the page that was measured is one of these. */

import type { ReactNode } from 'react';
import { lazy, Suspense, useRef, useState } from 'react';
import { t } from '../messages/t.ts';
import type { Trust } from '../store/types.ts';
import type { Receipt } from './receipts.ts';

const ReceiptPopover = lazy(() => import('../aria/ReceiptPopover.tsx'));

interface MeasuredProps {
  readonly trust: Trust;
  /** Made when it is opened, so that it tells of the newest measurement. */
  readonly receipt: () => Receipt | Promise<Receipt>;
  readonly className?: string;
  readonly children: ReactNode;
}

const TRUST_WORDS: Readonly<Record<Trust, string>> = {
  recorded: 'recorded',
  estimate: 'quick estimate',
  live: 'live',
  stale: 'out of date',
};

export function Measured({ trust, receipt, className = '', children }: MeasuredProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<Receipt | null>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={`measured ${className}`}
        data-provenance={trust}
        aria-haspopup="dialog"
        aria-expanded={opened !== null}
        title={t('How measured')}
        onClick={async () => setOpened(await receipt())}
      >
        {children}
        <span className="unseen">, {t(TRUST_WORDS[trust])}</span>
      </button>
      {opened && (
        <Suspense fallback={null}>
          <ReceiptPopover
            anchor={button}
            receipt={opened}
            trust={t(TRUST_WORDS[trust])}
            close={() => setOpened(null)}
          />
        </Suspense>
      )}
    </>
  );
}
