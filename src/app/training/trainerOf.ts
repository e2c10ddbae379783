/** The trainer of the page: one for each engine, made when it is first asked for. */
import type { Engine } from '../engine/engine.ts';
import type { Studio } from '../store/context.tsx';
import type { Trainer } from './trainer.ts';
import { createTrainer } from './trainer.ts';

const trainers = new WeakMap<Engine, Trainer>();

export function trainerOf({ engine, store }: Studio): Trainer {
  const trainer = trainers.get(engine) ?? createTrainer(engine.decant, store);
  trainers.set(engine, trainer);
  return trainer;
}
