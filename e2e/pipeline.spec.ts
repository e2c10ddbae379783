/** A chain in its panel: it comes with a link, runs whole, stops between two stages and goes on, and ends as side B. */
import { violations } from './axe.ts';
import { openLive } from './studio.ts';
import { expect, onePage, test } from './test.ts';

const page = onePage(async (own) => {
  await openLive(own, '#v=1&a=fp32&b=w4.g32.sym.mse&view=distill');
});

const dialog = () => page().getByRole('dialog', { name: 'Pipeline' });
const row = (n: number) => dialog().getByRole('row', { name: new RegExp(`^${n}\\.`) });

/** The ready chain with steps for a glance. */
async function shorten(): Promise<void> {
  await dialog().getByText('As JSON', { exact: true }).click();
  const field = dialog().getByRole('textbox');
  const recipe = JSON.parse(await field.inputValue());
  for (const step of recipe.steps) if ('steps' in step) Object.assign(step, { steps: 3, batch: 8, checkpointEvery: 3 });
  await field.fill(JSON.stringify(recipe));
  await dialog().getByRole('button', { name: 'Take this recipe' }).click();
  await expect(dialog().getByRole('button', { name: '3, steps of stage 2' })).toBeVisible();
}

test('is reached from the view, refuses what is no recipe with its path, and travels in the link', async () => {
  await page().getByRole('button', { name: 'Several stages, one after the other' }).click();
  await expect(dialog().getByRole('button', { name: /what the stage does of stage/ })).toHaveCount(4);
  await shorten();
  await dialog()
    .getByRole('textbox')
    .fill('{"version":1,"steps":[{"kind":"prune","method":"magnitude","sparsity":2}]}');
  await dialog().getByRole('button', { name: 'Take this recipe' }).click();
  await expect(dialog().getByRole('alert')).toContainText('steps[0].sparsity is 2');
  expect(await violations(page())).toEqual([]);
  await expect.poll(() => page().url()).toContain('pipe=1.');
  const link = page().url();
  await page().keyboard.press('Escape');
  await expect.poll(() => page().url()).not.toContain('pipe=');
  await page().evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await expect(dialog().getByRole('button', { name: '3, steps of stage 3' })).toBeVisible();
});

test('stops after its first stage, goes on, and shows quality, size and speed of each', async () => {
  await dialog().getByRole('button', { name: 'Run the chain' }).click();
  await dialog().getByRole('button', { name: 'Stop after this stage' }).click();
  await expect(dialog()).toContainText('Stopped between two stages');
  await expect(row(1).locator('[data-provenance=live]')).toHaveCount(4);
  await expect(
    dialog()
      .getByRole('row', { name: /^Original/ })
      .locator('[data-provenance=live]'),
  ).toHaveCount(3);
  await expect(row(4)).toContainText('waits');
  await dialog().getByRole('button', { name: 'Go on with the chain' }).click();
  await expect(dialog().getByRole('button', { name: 'Export side B' })).toBeVisible({ timeout: 60_000 });
  for (const n of [2, 3, 4]) await expect(row(n).locator('[data-provenance=live]')).toHaveCount(4);
  await row(4).locator('[data-provenance=live]').last().click();
  await expect(page().getByText('Median of a few whole runs')).toBeVisible();
  await page().keyboard.press('Escape');
  expect(await violations(page())).toEqual([]);
  await dialog().getByRole('button', { name: 'Export side B' }).click();
  await expect(page().getByRole('dialog', { name: 'Export' })).toBeVisible();
});
