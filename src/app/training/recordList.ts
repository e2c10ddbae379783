/** The list of kept runs as the views show it. What a single record holds is read in `kept.ts`. */
import type { StoreApi } from 'zustand/vanilla';
import type { Decant, TrainingRecord } from '../../studio/api.ts';
import { isPassing } from './kept.ts';
import type { TrainingState } from './state.ts';

/** Reads the list anew; runs that were made to be forgotten, and that nobody waits for any more, are deleted. */
export async function refreshRecordsOf(decant: Decant, store: StoreApi<TrainingState>): Promise<void> {
  const records = await decant.trainings().catch(() => null);
  if (!records) return;
  const { forgotten } = store.getState();
  store.setState({ records: records.filter((record) => !isPassing(record) && record.run !== forgotten?.run) });
  const left = records.filter((one) => isPassing(one) && !one.elsewhere && LEFT.includes(one.status));
  await Promise.all(left.map(({ run }) => decant.deleteTraining(run).catch(() => undefined)));
}

// ---------------------------------------------------------------------------------------------------------------------

/** How runs end that nobody waits for any more. */
const LEFT: readonly TrainingRecord['status'][] = ['interrupted', 'stopped', 'diverged'];
