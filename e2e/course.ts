/**
 * How each lesson is gone through from its first page to its last: on every page the guess, then what the page asks to
 * be done, as a person does it. Which guess is right is not said here: that is measured.
 */

import type { Locator, Page } from '@playwright/test';
import { isNarrow } from './faces.ts';
import { LIVE_MS, sideOf } from './studio.ts';
import { expect } from './test.ts';

/** What a page asks to be done; undefined where looking is enough. */
type Deed = ((page: Page) => Promise<void>) | undefined;

export interface CourseLesson {
  readonly id: string;
  readonly title: RegExp;
  readonly deeds: readonly Deed[];
}

export const COURSE: readonly CourseLesson[] = [
  { id: 'size', title: /Why size matters/, deeds: [dial(8), undefined, dial(2)] },
  { id: 'rounding', title: /Rounding to a grid/, deeds: [dial(3), view('Histogram'), dial(3)] },
  {
    id: 'outlier',
    title: /One outlier ruins a tensor/,
    deeds: [word('clipping', 'clipped for least error'), word('clipping', 'clipped for least error')],
  },
  {
    id: 'groups',
    title: /Per channel and in groups/,
    deeds: [word('scales', 'one scale per channel'), word('scales', 'groups of 32'), word('scales', 'groups of 16')],
  },
  { id: 'packing', title: /How int4 lies in bytes/, deeds: [dial(4), undefined, dial(3)] },
  {
    id: 'calibration',
    title: /Activations and calibration/,
    deeds: [word('activations', 'rounded as they come'), word('activations', 'calibrated by their range')],
  },
  {
    id: 'layers',
    title: /Which layer hurts/,
    deeds: [view('Layers'), word('exceptions', 'first and last as they came')],
  },
  {
    id: 'speed',
    title: /Is it really faster here/,
    deeds: [undefined, view('Speed'), word('activations', 'rounded as they come')],
  },
  { id: 'soft-targets', title: /Soft targets and temperature/, deeds: [openDigit, warm, trainAWhile, trainAWhile] },
  { id: 'distil-quantize', title: /Distil, then quantize/, deeds: [trainAWhile, train] },
];

/** The lesson beside the stage. */
export function dock(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Lesson' });
}

/** Goes through a lesson that is open at its first page, to the words at its end. */
export async function goThrough(page: Page, { title, deeds }: CourseLesson): Promise<void> {
  await expect(dock(page).getByRole('heading', { name: title })).toBeVisible();
  for (const [i, deed] of deeds.entries()) {
    await expect(dock(page).getByRole('heading')).toContainText(`page ${i + 1} of ${deeds.length}`);
    await guessFirst(page);
    await deed?.(page);
    const onward = i < deeds.length - 1 ? 'Next' : 'Done';
    const button = dock(page).getByRole('button', { name: onward, exact: true });
    await expect(button).toBeEnabled({ timeout: LIVE_MS });
    await expect(found(page)).toHaveText(/\w/);
    if (onward === 'Next') await button.click();
  }
  await expect(dock(page).getByRole('button', { name: 'Copy link' })).toBeVisible();
  await dock(page).getByRole('button', { name: 'Done' }).click();
  await expect(dock(page)).toHaveCount(0);
}

/** What the page of the lesson has found. */
export function found(page: Page): Locator {
  return dock(page).getByRole('status', { name: 'What was found' });
}

// ---------------------------------------------------------------------------------------------------------------------

/** Where the page asks, nothing is revealed and nothing to be done is named before the guess. */
async function guessFirst(page: Page): Promise<void> {
  const choices = dock(page).getByRole('radio');
  if ((await choices.count()) === 0) return;
  await expect(found(page)).not.toContainText('easured here');
  await expect(dock(page).locator('.todo')).toHaveCount(0);
  await choices.first().check();
}

/** Turns B's dial. */
function dial(bits: number): Deed {
  return async (page) => {
    await samplesWhereHidden(page, sideOf(page, 'B'));
    await sideOf(page, 'B')
      .getByRole('radio', { name: `${bits} bits` })
      .check({ force: true });
  };
}

/** Chooses in a menu of B's sentence. */
function word(of: string, choice: string): Deed {
  return async (page) => {
    await samplesWhereHidden(page, sideOf(page, 'B'));
    await page.getByRole('button', { name: new RegExp(`${of} of side B$`) }).click();
    await page.getByRole('menuitemradio', { name: choice }).click();
  };
}

/** Opens a view by its tab. */
function view(name: string): Deed {
  return (page) => page.getByRole('tab', { name }).click();
}

async function openDigit(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Samples' }).getByRole('button').first().click();
  await expect(found(page)).not.toBeEmpty();
  if (!isNarrow(page)) await page.keyboard.press('Escape');
}

async function warm(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, temperature$/ }).click();
  await page.getByRole('menuitemradio', { name: '8', exact: true }).click();
}

/** Trains with the fewest and smallest steps that the sentence offers, to the end. */
async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: /, steps$/ }).click();
  await page.getByRole('menuitemradio', { name: /^200/ }).click();
  await page.getByRole('button', { name: /, samples a step$/ }).click();
  await page.getByRole('menuitemradio', { name: /^32/ }).click();
  await page.getByRole('button', { name: 'Train a student' }).click();
  await untilDone(page);
}

/** Trains, and ends the run once its curve has begun. */
async function trainAWhile(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train a student' }).click();
  await expect(page.locator('.time-series .line').first()).toBeAttached({ timeout: LIVE_MS });
  await page.getByRole('toolbar', { name: 'Transport' }).getByRole('button', { name: 'End here' }).click();
  await untilDone(page);
}

async function untilDone(page: Page): Promise<void> {
  const rest = page.getByRole('toolbar', { name: 'Transport' }).locator('.rest');
  await expect(rest).toHaveText('done', { timeout: 2 * LIVE_MS });
}

/** Both sides stand below the samples; other views leave them out. */
async function samplesWhereHidden(page: Page, side: Locator): Promise<void> {
  if (!(await side.isVisible())) await page.getByRole('tab', { name: 'Samples' }).click();
}
