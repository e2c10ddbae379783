/** Copies the receipt of what a side shows, as a link that measures the same again where it is opened. */
import { useState } from 'react';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { SideName } from '../store/types.ts';
import { receiptOf, shareReceipt } from './shareReceipt.ts';

export function CopyReceipt({ side }: { readonly side: SideName }) {
  const studio = useStudio();
  const live = useApp((state) => trustOf(state, side) === 'live' && state.results[side]?.modelId !== null);
  const [said, setSaid] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    setSaid(t('Writing the receipt…'));
    const receipt = await receiptOf(studio, side);
    setSaid(receipt ? await shareReceipt(studio, receipt) : t('Measure first.'));
  };
  if (!live) return null;
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        copy().catch((thrown) => setSaid(told(thrown)));
      }}
    >
      {said ?? t('Copy receipt link')}
    </button>
  );
}
