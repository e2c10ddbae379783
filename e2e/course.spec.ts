/**
 * All lessons from start to end, a guess before each reveal, in turn in every face: by click, on one page that measures
 * as it goes. Two lessons are gone through elsewhere: the second in `lessons.spec.ts`, with its links and its findings, and
 * the ninth, which trains, in a browser without WebGPU.
 */

import { COURSE, dock, goThrough } from './course.ts';
import { FACES, wear } from './faces.ts';
import { openLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage((page) => openLive(page, '#b=w4.g32.sym.mse'));

const ELSEWHERE = ['rounding', 'soft-targets'];

for (const [i, lesson] of COURSE.filter(({ id }) => !ELSEWHERE.includes(id)).entries()) {
  const face = FACES[i % FACES.length] ?? FACES[0];
  test(`${lesson.id}, from start to end: ${face.name}`, async () => {
    const page = shared();
    await wear(page, face);
    await page.goto(`./#lesson=${lesson.id}`);
    await expect(dock(page)).toBeVisible();
    await goThrough(page, lesson);
    await expect(page).not.toHaveURL(/lesson=/);
  });
}
