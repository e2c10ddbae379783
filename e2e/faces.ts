/**
 * The four faces that what a person does is done in: wide and as narrow as a phone, light and dark. A page changes its
 * face in place, so that what was measured in the first is not measured again in the others.
 */

import type { Page } from '@playwright/test';

export interface Face {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

export const FACES: readonly [Face, Face, Face, Face] = [
  { name: 'wide, light', colorScheme: 'light', size: WIDE },
  { name: 'wide, dark', colorScheme: 'dark', size: WIDE },
  { name: '390 px, light', colorScheme: 'light', size: NARROW },
  { name: '390 px, dark', colorScheme: 'dark', size: NARROW },
];

/** The face in which other tests of a file go on. */
export const [FIRST_FACE] = FACES;

/** Shows the page in a face. */
export async function wear(page: Page, { colorScheme, size }: Face): Promise<void> {
  await page.emulateMedia({ colorScheme, contrast: 'no-preference', reducedMotion: 'reduce' });
  await page.setViewportSize(size);
}

/** Does something once in each face, then shows the page in the first again. */
export async function inEveryFace(page: Page, check: (face: Face) => Promise<void>): Promise<void> {
  for (const face of FACES) {
    await wear(page, face);
    await check(face);
  }
  await wear(page, FIRST_FACE);
}

/** Whether the page is as narrow as a phone, where one menu holds stations, tools and runs. */
export function isNarrow(page: Page): boolean {
  return page.viewportSize()?.width === NARROW.width;
}
