/**
 * What a lesson is: pages with one idea each, a set-up of the real stage, a guess, an action, and what was found. A
 * lesson is one file in `course/`; it holds words and predicates over `Facts`, no numbers of its own and no React.
 */

import { t } from '../messages/t.ts';
import type { Bits, SideRecipe } from '../recipe/recipe.ts';
import { ORIGINAL, ROUNDED } from '../recipe/recipe.ts';
import type { Away, Veil, ViewName } from '../store/types.ts';
import type { TrainingSetup } from '../training/setup.ts';
import type { Facts } from './facts.ts';
import type { Said } from './say.ts';

export interface Lesson {
  /** As it stands in a link. */
  readonly id: string;
  readonly title: string;
  /** What one knows afterwards, in a few words. */
  readonly about: string;
  readonly minutes: number;
  readonly pages: readonly LessonPage[];
}

export interface LessonPage {
  readonly stage: PageStage;
  /** Paragraphs. */
  readonly text: (facts: Facts) => readonly Said[];
  readonly question?: Question;
  readonly action?: Action;
  /** What was measured once the page is done. */
  readonly found: (facts: Facts) => Said;
}

/** How the stage stands when the page opens. */
export interface PageStage {
  readonly claim: string;
  readonly a?: Partial<SideRecipe>;
  readonly b?: Partial<SideRecipe>;
  /** Samples when left out. */
  readonly view?: ViewName;
  readonly away?: readonly Away[];
  readonly veil?: Veil;
  readonly aim?: Bits;
  /** Words of the next training run; the others are the ready ones. */
  readonly training?: Partial<TrainingSetup>;
}

/** A guess, asked for before the answer is shown. */
export interface Question {
  readonly ask: string;
  readonly choices: (facts: Facts) => readonly string[];
  /** Index of the choice that the measurement confirms; null while it is not known. */
  readonly answer: (facts: Facts) => number | null;
}

/** What the learner does to the real page. */
export interface Action {
  readonly todo: string;
  readonly done: (facts: Facts) => boolean;
}

/** The whole recipe of a side that a page asks for. */
export function recipeOf(side: 'a' | 'b', { a, b }: PageStage): SideRecipe {
  return side === 'a' ? { ...ORIGINAL, ...a } : { ...ROUNDED, ...b };
}

/** Choices that are the same whatever was measured, in the reader’s language. */
export function choices(...words: readonly string[]): () => readonly string[] {
  return () => words.map((word) => t(word));
}
