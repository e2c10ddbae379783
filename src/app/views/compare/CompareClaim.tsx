/** "Below 45.4 kB, it starts to forget." from the sweep. */

import { bytesFigure, text } from '../../format/numbers.ts';
import { tx } from '../../messages/tx.tsx';
import { Claim } from '../../shell/Claim.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { sweepReceipt } from './sweepReceipt.ts';
import { useSweep } from './useSweep.ts';

export default function CompareClaim() {
  const { study, table } = useSweep();
  const best = table?.rows.find(({ index }) => index === table.recommended.index);
  if (!table || !best || study.busy) return <Claim />;
  return (
    <>
      {tx('Below {size}, it starts to forget.', {
        size: (
          <Measured trust="live" receipt={() => sweepReceipt(table)}>
            {text(bytesFigure(best.bytes))}
          </Measured>
        ),
      })}
    </>
  );
}
