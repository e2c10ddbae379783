/**
 * What a teacher and a reader do: a link with a task, a view alone in another page, the large type of a projector, and
 * the guide from its questions to side B. One page, whose engine is used by the last test alone.
 */

import { cutOff, violations } from './axe.ts';
import { LIVE_MS, panel, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const WORKER = /\/worker-[\w-]+\.js/;

const shared = onePage(async (page) => {
  // What is drawn is looked at, not what is measured: the engine comes to the last test alone.
  await page.route(WORKER, () => undefined);
  await page.goto('./');
});

test('a teacher makes a link, and the learner’s answer is judged without being in it', async () => {
  const page = shared();
  await page.locator('body').press('Control+k');
  await expect(panel(page, 'Commands').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('link for a class');
  await page.keyboard.press('Enter');
  const teach = panel(page, 'Links for a class');
  await teach.getByLabel('Task').fill('At how many bits does B first read fewer than 95 in 100?');
  await teach.getByLabel('Expected answer').fill('2 bits');
  await teach.getByLabel('the runs').check();
  await teach.getByLabel('the recipes').check();
  expect(await violations(page)).toEqual([]);
  const link = teach.getByRole('link', { name: 'Try it in a new tab' });
  await expect(link).toHaveAttribute('href', /hide=runs,recipes.*ask=.*answer=[\w-]{12}/);
  const href = (await link.getAttribute('href')) ?? '';
  expect(decodeURIComponent(href)).not.toContain('2 bits');

  await page.goto(href);
  await page.reload();
  const task = page.getByRole('complementary', { name: 'Task' });
  await expect(task).toContainText('fewer than 95 in 100');
  await expect(page.locator('.app > .runs')).toBeHidden();
  await task.getByLabel('Your answer').fill('3 bits');
  await page.keyboard.press('Enter');
  await expect(task.getByRole('status')).toContainText('Not the expected answer');
  await task.getByLabel('Your answer').fill(' 2  BITS ');
  await page.keyboard.press('Enter');
  await expect(task.getByRole('status')).toContainText('That is the expected answer');
  expect(await violations(page)).toEqual([]);
});

test('a view stands alone in another page', async () => {
  const page = shared();
  await page.goto('./#embed=layers&b=w3.g32.sym.mse');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Layers' })).toBeVisible();
  await expect(page.getByRole('tablist')).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Pipeline' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Open the whole studio' })).toHaveAttribute('href', /^#(?!.*embed)/);
  await expect.poll(() => cutOff(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
});

test('presenter mode is large, is in the link, and leafs by arrows', async () => {
  const page = shared();
  await page.goto('./#lesson=rounding');
  await page.reload();
  const heading = page.getByRole('complementary', { name: 'Lesson' }).getByRole('heading');
  await expect(heading).toContainText('page 1');
  await page.locator('body').press('p');
  await expect(page).toHaveURL(/present=1/);
  await expect(page.locator('html')).toHaveAttribute('data-present', '');
  await page.locator('body').press('ArrowRight');
  await expect(heading).toContainText('page 2');
  await expect.poll(() => cutOff(page)).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.locator('body').press('p');
  await expect(page).not.toHaveURL(/present/);
});

test('the guide leads from questions to a recipe, and says what it costs here', async () => {
  const page = shared();
  await page.unroute(WORKER);
  await page.goto('./#view=samples');
  await page.reload();
  await waitUntilLive(page);
  await page.locator('body').press('Control+k');
  await expect(panel(page, 'Commands').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('distillation or');
  await page.keyboard.press('Enter');
  const guide = panel(page, 'Distillation or quantization?');
  await guide.getByRole('radio', { name: 'not at all' }).check({ force: true });
  await guide.getByRole('radio', { name: /^a quarter/ }).check({ force: true });
  await expect(guide).toContainText('rounding is nearly free');
  await guide.getByRole('button', { name: 'Load it into B and measure it' }).click();
  await expect(page).toHaveURL(/b=w8\.channel/);
  await expect(guide.getByRole('status').last()).toContainText(/kB, \d.*smaller.*right/, { timeout: LIVE_MS });
  expect(await violations(page)).toEqual([]);
});
