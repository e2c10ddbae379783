/** "They agree on 96.4 %." from the newest checkpoint. */
import { percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import { isUnderWay } from '../../training/machine.ts';
import { checkpointReceipt } from './receipts.ts';
import { useTraining } from './useTraining.ts';

export default function DistillClaim() {
  const state = useTraining((whole) => whole);
  const { phase, step, of, checkpoints, looking, recording } = state;
  const checkpoint = looking === null ? checkpoints.at(-1) : checkpoints.find(({ at }) => at === looking);
  const { agreement, heldOut } = checkpoint?.metrics ?? {};
  const value = agreement ?? heldOut;
  if (phase === 'idle') return <>{t('Let it teach a smaller one.')}</>;
  if (value === undefined) {
    if (!isUnderWay(phase)) return <>{t('Ended before it was measured.')}</>;
    return <>{t('Learning, {percent} % done.', { percent: Math.floor((100 * step) / Math.max(1, of)) })}</>;
  }
  const figure = (
    <Measured trust={recording ? 'recorded' : 'live'} receipt={() => checkpointReceipt(state, checkpoint)}>
      {text(percentFigure(value))}
    </Measured>
  );
  return agreement === undefined ? (
    <>
      {t('It is right on')} {figure}.
    </>
  ) : (
    <>
      {t('They agree on')} {figure}.
    </>
  );
}
