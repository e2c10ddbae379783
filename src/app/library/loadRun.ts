/** Makes a side what a kept run was, or says why it cannot be. */
import type { KeptRun } from '../../studio/api.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import type { Studio } from '../store/context.tsx';
import type { SideName } from '../store/types.ts';
import type { Row } from './rows.ts';

/** A run of another network gives its recipe; one whose recipe no sentence can say gives the weights that were kept. */
export async function loadRun(studio: Studio, { run, spec, key, name }: Row, side: SideName): Promise<void> {
  const { setSide, announce } = studio.store.getState();
  if (spec) {
    setSide(side, spec);
    const words = { side: side.toUpperCase(), name };
    announce(
      key === null ? t('{side} has the recipe of {name}, on what is open.', words) : t('{side} is {name}.', words),
    );
  } else if (run.weights) await openWeights(studio, run);
  else
    announce(t('The recipe of {name} trains: run it again from the recipe, or open weights that were kept.', { name }));
}

/** Opens the kept file of a run as side B. */
export async function openWeights({ engine, store }: Studio, run: KeptRun): Promise<void> {
  try {
    await engine.openSecond(await engine.decant.keptWeights(run.id));
  } catch (thrown) {
    store.getState().announce(told(thrown));
  }
}
