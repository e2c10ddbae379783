/** One sentence made from measured numbers, each of which opens how it was measured. */

import { percentFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tx } from '../messages/tx.tsx';
import { accuracyReceipt, agreementReceipt, sizeReceipt } from '../sides/lazyReceipts.ts';
import { Measured } from '../sides/Measured.tsx';
import { useApp } from '../store/context.tsx';
import { trustOf } from '../store/results.ts';
import type { SideResult, Trust } from '../store/types.ts';

export function Claim() {
  const a = useApp((state) => state.results.a);
  const b = useApp((state) => state.results.b);
  const trust = useApp((state) => trustOf(state, 'b'));
  if (!a || !b) return <>{t('Shrink a network, see what breaks.')}</>;
  if (a.key === b.key) return <>{t('Twice the same: turn B’s dial.')}</>;
  return (
    <>
      {tx('{share} of the bytes, {rest}.', {
        share: <BytesShare a={a} b={b} trust={trust} />,
        rest: <Rest b={b} trust={trust} />,
      })}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface PartProps {
  readonly b: SideResult;
  readonly trust: Trust;
}

function BytesShare({ a, b, trust }: PartProps & { readonly a: SideResult }) {
  const share = b.measurement.size.bytes / a.measurement.size.bytes;
  return (
    <Measured trust={trust} receipt={() => sizeReceipt(b.measurement, b.parameters)}>
      {text(percentFigure(share))}
    </Measured>
  );
}

/** "98.9 % of the answers" where answers were compared, else what was measured. */
function Rest({ b, trust }: PartProps) {
  const { agreement, accuracy, outputs } = b.measurement.quality;
  if (agreement) {
    return (
      <>
        <Measured trust={trust} receipt={() => agreementReceipt(b.measurement)}>
          {text(percentFigure(agreement.value))}
        </Measured>{' '}
        {t('of the answers')}
      </>
    );
  }
  if (accuracy) {
    return (
      <>
        <Measured trust={trust} receipt={() => accuracyReceipt(b.measurement)}>
          {text(percentFigure(accuracy.value))}
        </Measured>{' '}
        {t('right')}
      </>
    );
  }
  const worst = outputs?.reduce((least, output) => (output.cosine < least.cosine ? output : least));
  if (!worst) return <>{t('answers not measured')}</>;
  return (
    <>
      <Measured trust={trust} receipt={() => agreementReceipt(b.measurement)}>
        {text(percentFigure(worst.cosine))}
      </Measured>{' '}
      {t('alike')}
    </>
  );
}
