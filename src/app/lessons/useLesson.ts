/** The open lesson on the real stage: sets the page up, waits for guess and action, and keeps what was found. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Studio } from '../store/context.tsx';
import { useApp, useStudio } from '../store/context.tsx';
import { isUnderWay } from '../training/machine.ts';
import { READY } from '../training/setup.ts';
import { trainerOf } from '../training/trainerOf.ts';
import { lessonOf, pageOf } from './catalogue.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts.ts';
import type { Lesson, LessonPage, PageStage } from './lesson.ts';
import { recipeOf } from './lesson.ts';
import type { Finding } from './progress.ts';
import { findingOf, pageKey, progress } from './progress.ts';
import { trainingFactsOf } from './trainingFacts.ts';

/** The network that lessons are written for. */
const SAMPLE = 'sample:digits';

export interface OpenLesson {
  readonly lesson: Lesson;
  readonly page: LessonPage;
  readonly at: number;
  readonly name: string;
  readonly facts: Facts;
  readonly guess: number | undefined;
  readonly finding: Finding | undefined;
  /** False while another network is open. */
  readonly onSample: boolean;
}

/** The lesson and page that the store names; null where the dock is shut. */
export function useLesson(): OpenLesson | null {
  const state = useApp((app) => app);
  const training = useStore(trainerOf(useStudio()).store);
  const { guesses, findings } = useStore(progress);
  if (state.lesson === null) return null;
  const lesson = lessonOf(state.lesson);
  const { page, at } = pageOf(lesson, state.page);
  if (!page) return null;
  const name = pageKey(lesson.id, at);
  const onSample = state.bases.length === 0 || state.bases[0]?.key === SAMPLE;
  const facts = factsOf(state, trainingFactsOf(training));
  return { lesson, page, at, name, facts, guess: guesses[name], finding: findings[name], onSample };
}

/** Keeps stage and page in step; for the dock alone. */
export function useLessonStage({ page, name, facts, guess, finding, onSample }: OpenLesson): void {
  const studio = useStudio();
  const { store } = studio;
  const prepared = useApp((state) => state.prepared);
  useEffect(() => {
    if (!prepared && onSample) prepare(studio, page.stage);
  }, [studio, prepared, onSample, page]);
  useEffect(() => {
    const { claim, veil = null, away = [], aim = null } = page.stage;
    const open = guess === undefined || finding === undefined;
    store.getState().setLessonStage({ claim, away, veil: guess === undefined ? veil : null, aim: open ? aim : null });
  }, [store, page, guess, finding]);
  useEffect(() => () => store.getState().setLessonStage(null), [store]);
  const found = prepared && onSample && !finding ? findingOf(page, facts, guess) : null;
  useEffect(() => {
    if (found) progress.getState().find(name, found);
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/** Sets recipes and view as one change that can be undone, and the words of the next training run. */
function prepare(studio: Studio, stage: PageStage): void {
  const { store } = studio;
  if (stage.training) {
    const trainer = trainerOf(studio);
    if (!isUnderWay(trainer.store.getState().phase)) trainer.reset();
    trainer.choose({ ...READY, ...stage.training });
  }
  const sides = {
    a: { base: null, recipe: recipeOf('a', stage) },
    b: { base: null, recipe: recipeOf('b', stage) },
  };
  store.setState(({ sides: before, past }) => ({
    sides,
    past: [...past, before],
    future: [],
    view: stage.view ?? 'samples',
    layer: null,
    sample: null,
    prepared: true,
  }));
}
