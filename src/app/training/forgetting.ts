/** Deletes kept runs so that it can be undone: the newest deletion waits a while, and is off the list meanwhile. */
import type { Decant, TrainingRecord } from '../../studio/api.ts';
import type { RunStage } from './runStage.ts';

/** Long enough to be read and reached by keyboard. A page that is left before has deleted nothing. */
const UNDO_MS = 20_000;

export interface Forgetting {
  forget(record: TrainingRecord): void;
  undo(): void;
}

export function createForgetting(decant: Pick<Decant, 'deleteTraining'>, stage: RunStage): Forgetting {
  const { getState, setState } = stage.store;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const carryOut = (): void => {
    clearTimeout(timer);
    const { forgotten } = getState();
    if (!forgotten) return;
    setState({ forgotten: null });
    decant.deleteTraining(forgotten.run).catch(stage.say).then(stage.refreshRecords);
  };
  return {
    forget: (record) => {
      carryOut();
      setState({ forgotten: record, records: getState().records.filter(({ run }) => run !== record.run) });
      timer = setTimeout(carryOut, UNDO_MS);
    },
    undo: () => {
      clearTimeout(timer);
      setState({ forgotten: null });
      void stage.refreshRecords();
    },
  };
}
