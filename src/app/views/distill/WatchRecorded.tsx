/** The way to a run that was recorded elsewhere, for machines that are too slow or cannot train. */
import { useState } from 'react';
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';
import type { RecordedTraining } from '../../training/recording.ts';
import { useTrainer } from './useTraining.ts';

export function WatchRecorded() {
  const trainer = useTrainer();
  const [loading, setLoading] = useState(false);
  const slow = useApp(({ readiness }) => readiness !== null && readiness.adapter?.software !== false);
  const watch = async (): Promise<void> => {
    setLoading(true);
    const { default: recording } = await import('../../recorded/training.recorded.json');
    trainer.watch(recording as RecordedTraining);
  };
  return (
    <p className="label watch">
      {slow && t('No GPU here: training runs on the processor, and takes longer.')}{' '}
      <button type="button" className="link" disabled={loading} onClick={() => void watch()}>
        {t('Watch a recorded run')}
      </button>
    </p>
  );
}
