/** How the parts of the view reach the trainer, its state, and the scores of a network for the sample that is shown. */
import { useStore } from 'zustand';
import type { ModelSummary } from '../../../studio/api.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { scoresOf } from '../../training/scores.ts';
import type { TrainingState } from '../../training/state.ts';
import type { Trainer } from '../../training/trainer.ts';
import { trainerOf } from '../../training/trainerOf.ts';
import { useTask } from '../useTask.ts';

export function useTrainer(): Trainer {
  return trainerOf(useStudio());
}

/** A part of what is known of training; renders again when that part changes. */
export function useTraining<T>(select: (state: TrainingState) => T): T {
  return useStore(useTrainer().store, select);
}

/** The scores of a network for a sample of the open data; the last ones while newer ones are asked for. */
export function useScores(model: ModelSummary | null, sample: number): readonly number[] | null {
  const { engine } = useStudio();
  useApp((state) => state.imagesVersion);
  const image = engine.images.get(sample);
  const key = model && image ? `${model.id}|${sample}` : null;
  const { value } = useTask(key, async ({ signal }) =>
    model && image ? scoresOf(engine.decant, model, image.pixels, signal) : null,
  );
  return value;
}
