/** All lessons, in the order in which they build on each other. */
import { calibration } from './course/calibration.ts';
import { distilQuantize } from './course/distilQuantize.ts';
import { groups } from './course/groups.ts';
import { layers } from './course/layers.ts';
import { outlier } from './course/outlier.ts';
import { packing } from './course/packing.ts';
import { rounding } from './course/rounding.ts';
import { size } from './course/size.ts';
import { softTargets } from './course/softTargets.ts';
import { speed } from './course/speed.ts';
import type { Lesson, LessonPage } from './lesson.ts';

export const LESSONS: readonly Lesson[] = [
  size,
  rounding,
  outlier,
  groups,
  packing,
  calibration,
  layers,
  speed,
  softTargets,
  distilQuantize,
];

/** The lesson with this id, else the first: an old link never fails. */
export function lessonOf(id: string): Lesson {
  return LESSONS.find((lesson) => lesson.id === id) ?? size;
}

/** A page by its number from 1, or the nearest that there is. */
export function pageOf(
  { pages }: Lesson,
  number: number,
): { readonly page: LessonPage | undefined; readonly at: number } {
  const at = Math.min(Math.max(1, number), pages.length);
  return { page: pages[at - 1], at };
}
