/** What the learner has guessed and seen, page by page, while the page of the browser is open. */
import { createStore } from 'zustand/vanilla';
import type { Facts } from './facts.ts';
import { isSettled } from './facts.ts';
import type { LessonPage } from './lesson.ts';
import type { Said } from './say.ts';

/** A page that is done. Kept as it was measured then, since the learner may play on. */
export interface Finding {
  readonly said: Said;
  /** Index of the choice that was confirmed; null where nothing was asked. */
  readonly answer: number | null;
}

interface Progress {
  readonly guesses: Readonly<Record<string, number>>;
  readonly findings: Readonly<Record<string, Finding>>;
  guess(page: string, choice: number): void;
  find(page: string, finding: Finding): void;
  forget(lesson: string): void;
}

export const progress = createStore<Progress>()((set) => ({
  guesses: {},
  findings: {},
  guess: (page, choice) => set(({ guesses }) => ({ guesses: { ...guesses, [page]: choice } })),
  find: (page, finding) => set(({ findings }) => ({ findings: { ...findings, [page]: finding } })),
  forget: (lesson) =>
    set(({ guesses, findings }) => ({ guesses: without(guesses, lesson), findings: without(findings, lesson) })),
}));

/** Names a page in `progress`. */
export function pageKey(lesson: string, at: number): string {
  return `${lesson}/${at}`;
}

/**
 * What the page has found: only after the guess (where one is asked for) and the action, and only from whole
 * measurements of what stands on the stage now. Null until then.
 */
export function findingOf(page: LessonPage, facts: Facts, guess: number | undefined): Finding | null {
  if (page.question && guess === undefined) return null;
  if (page.action && !page.action.done(facts)) return null;
  if (!isSettled(facts)) return null;
  const answer = page.question?.answer(facts) ?? null;
  if (page.question && answer === null) return null;
  return { said: page.found(facts), answer };
}

// ---------------------------------------------------------------------------------------------------------------------

function without<T>(pages: Readonly<Record<string, T>>, lesson: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(pages).filter(([key]) => !key.startsWith(`${lesson}/`)));
}
