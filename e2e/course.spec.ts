/**
 * All lessons from start to end, a guess before each reveal, in turn in every face: by click, on one page that measures
 * as it goes. The last two train networks; lesson 9 is gone through in a browser without WebGPU.
 */

import { COURSE, dock, goThrough } from './course.ts';
import { FACES, wear } from './faces.ts';
import { openLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage((page) => openLive(page, '#b=w4.g32.sym.mse'));

for (const [i, lesson] of COURSE.filter(({ id }) => id !== 'soft-targets').entries()) {
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
