/** "They agree on 96.4 %." from the newest checkpoint. */
import { percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import { isUnderWay } from '../../training/machine.ts';
import { taughtByStudent } from '../../training/teaching.ts';
import { checkpointReceipt } from './receipts.ts';
import { useTrainer, useTraining } from './useTraining.ts';

export default function DistillClaim() {
  const trainer = useTrainer();
  const phase = useTraining((state) => state.phase);
  const percent = useTraining(({ step, of }) => Math.floor((100 * step) / Math.max(1, of)));
  const recorded = useTraining(({ recording }) => recording !== null);
  const checkpoint = useTraining(({ checkpoints, looking }) =>
    looking === null ? checkpoints.at(-1) : checkpoints.find(({ at }) => at === looking),
  );
  const way = useTraining((state) => state.asked?.way);
  const { heldOut, ...metrics } = checkpoint?.metrics ?? {};
  const agreement = taughtByStudent(way, checkpoint) ? undefined : metrics.agreement;
  const value = agreement ?? heldOut;
  if (phase === 'idle') return <>{t('Let it teach a smaller one.')}</>;
  if (value === undefined) {
    if (!isUnderWay(phase)) return <>{t('Ended before it was measured.')}</>;
    return <>{t('Learning, {percent} % done.', { percent })}</>;
  }
  const figure = (
    <Measured
      trust={recorded ? 'recorded' : 'live'}
      receipt={() => checkpointReceipt(trainer.store.getState(), checkpoint)}
    >
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
