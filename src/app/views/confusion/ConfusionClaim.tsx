/** "B takes 9 for 4 most, 6 times." */
import { count } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tx } from '../../messages/tx.tsx';
import { Claim } from '../../shell/Claim.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { accuracyReceipt } from '../../sides/receipts.ts';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import { worstPair } from './matrices.ts';
import { useConfusions } from './useConfusions.ts';

export default function ConfusionClaim() {
  const { confusions, name } = useConfusions();
  const measurement = useApp((state) => state.results.b?.measurement);
  const trust = useApp((state) => trustOf(state, 'b'));
  if (!confusions || !measurement) return <Claim />;
  const worst = worstPair(confusions.b);
  if (!worst) return <>{t('B confuses nothing here.')}</>;
  return tx('B takes {truth} for {answer} most, {times}.', {
    truth: name(worst.truth),
    answer: name(worst.answer),
    times: (
      <Measured trust={trust} receipt={() => accuracyReceipt(measurement)}>
        {worst.count === 1 ? t('once') : t('{n} times', { n: count(worst.count) })}
      </Measured>
    ),
  });
}
