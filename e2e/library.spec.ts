/**
 * Work that lasts: results are kept, named, pinned, deleted and brought back, found again after a reload and in another
 * tab; all of it goes out and in as a zip; cards, links, receipts, reports and programs go out and open again.
 */
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { violations } from './axe.ts';
import { FACES, FIRST_FACE, isNarrow, wear } from './faces.ts';
import {
  drop,
  figure,
  LIVE_MS,
  openLive,
  openMenu,
  openStation,
  panel,
  sampleNetwork,
  sideOf,
  station,
  tool,
  waitUntilLive,
} from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const START = '#v=1&a=fp32&b=w4.g32.sym.mse';

const shared = onePage(async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLive(page, START);
});

const runs = (page: Page): Locator => page.getByRole('navigation', { name: 'Runs' });
const line = (page: Page, name: string): Locator => runs(page).getByRole('listitem').filter({ hasText: name });
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

async function choose(page: Page, name: string, action: string): Promise<void> {
  await runs(page)
    .getByRole('button', { name: `More of ${name}` })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function saved(page: Page, press: Locator): Promise<{ download: Download; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press.click()]);
  return { download, bytes: await readFile(await download.path()) };
}

/** The list of runs: at the left, or in the menu of a narrow page, which is open then. */
async function openRuns(page: Page): Promise<Locator> {
  return isNarrow(page) ? (await openMenu(page)).getByRole('navigation', { name: 'Runs' }) : runs(page);
}

/** Opens what is kept in this browser. */
async function openKept(page: Page): Promise<Locator> {
  await (await openRuns(page)).getByRole('button', { name: /^Kept in this browser/ }).click();
  await expect(panel(page, 'Kept in this browser')).toBeVisible();
  return panel(page, 'Kept in this browser');
}

/** Figures that are the same wherever they are measured. */
function figures(page: Page): Promise<string[]> {
  const shown = (['A', 'B'] as const).flatMap((side) => ['Size', 'Accuracy'].map((label) => figure(page, side, label)));
  return Promise.all(shown.map((one) => one.innerText()));
}

async function inBothThemes(page: Page, check: (name: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await check(colorScheme);
  }
}

test('what was measured is kept, named, pinned, deleted and brought back', async () => {
  const page = shared();
  await expect(line(page, 'int4 g32')).toBeVisible({ timeout: LIVE_MS });
  await page.locator('body').press('[');
  await expect(line(page, 'int3 g32')).toContainText('kB', { timeout: LIVE_MS });
  await choose(page, 'int4 g32', 'Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('the one');
  await page.keyboard.press('Enter');
  await expect(line(page, 'the one')).toBeVisible();
  await expect(runs(page).getByRole('button', { name: 'More of the one' })).toBeFocused();
  await choose(page, 'the one', 'Pin as baseline');
  await expect(line(page, 'the one')).toContainText('baseline');
  await expect(line(page, 'int3 g32')).toContainText('times smaller');
  await choose(page, 'int3 g32', 'Delete');
  await expect(line(page, 'int3 g32')).toHaveCount(0);
  await expect(runs(page).getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(line(page, 'int3 g32')).toBeVisible();
  await expect(runs(page).getByRole('button', { name: 'More of int3 g32' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
});

test('a click makes B what a run was', async () => {
  const page = shared();
  await line(page, 'the one').getByRole('button').first().click();
  await expect(page).toHaveURL(/b=w4\.g32\.sym\.mse/);
  await expect(line(page, 'the one').locator('.mark-b')).toBeVisible();
});

test('a reload finds names, baseline and results again', async () => {
  const page = shared();
  await page.reload();
  await waitUntilLive(page);
  await expect(line(page, 'the one')).toContainText('baseline', { timeout: LIVE_MS });
  await expect(line(page, 'int3 g32')).toContainText('times smaller');
});

test('another tab hears of changes, and a receipt link is replayed there', async () => {
  const page = shared();
  await page.getByRole('region', { name: 'Side B', exact: true }).locator('.figure-value').first().click();
  await page.getByRole('button', { name: 'Copy receipt link' }).click();
  await expect(page.getByRole('button', { name: 'The receipt link is copied.' })).toBeVisible();
  const link = await copied(page);
  expect(link.length).toBeLessThan(4000);
  await page.keyboard.press('Escape');
  const other = await page.context().newPage();
  await other.goto(link);
  const sheet = panel(other, 'Theirs and yours');
  await expect(sheet.locator('.verdict')).toContainText('Reproduced', { timeout: LIVE_MS });
  await expect(sheet.getByRole('row', { name: /^Accuracy/ })).toContainText('the same');
  await inBothThemes(other, async (name) => expect(await violations(other), name).toEqual([]));
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(other).not.toHaveURL(/receipt=/);
  await choose(page, 'int3 g32', 'Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('three bits');
  await page.keyboard.press('Enter');
  await expect(line(other, 'three bits')).toBeVisible();
  await other.close();
});

for (const face of FACES) {
  test.describe(face.name, () => {
    test('a report is saved, with the licence that was stated', async () => {
      const page = shared();
      await wear(page, face);
      const sheet = await openStation(page, 'Export');
      await expect(sheet.getByText('Passes.')).toBeVisible({ timeout: LIVE_MS });
      await sheet.getByRole('textbox', { name: 'Licence' }).fill('Apache-2.0');
      const report = await saved(page, sheet.getByRole('button', { name: 'Save the report' }));
      expect(report.download.suggestedFilename()).toMatch(/\.html$/);
      expect(report.bytes.toString()).toContain('Apache-2.0, as stated by');
      expect(report.bytes.toString()).not.toMatch(/(?:src|href)=/);
      expect(await violations(page)).toEqual([]);
    });

    test('a card that is dropped back brings recipes and receipt', async () => {
      const page = shared();
      const { bytes } = await saved(page, panel(page, 'Export').getByRole('button', { name: 'Save the card' }));
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      await page.keyboard.press('Escape');
      await page.locator('body').press('[');
      await expect(page).toHaveURL(/b=w3/);
      await drop(page, 'decant-card.png', bytes);
      await expect(page).toHaveURL(/b=w4\.g32\.sym\.mse/);
      const sheet = panel(page, 'Theirs and yours');
      await expect(sheet.locator('.verdict')).toContainText('Reproduced', { timeout: LIVE_MS });
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await waitUntilLive(page);
    });

    test('everything goes out as one zip and comes in again', async () => {
      const page = shared();
      const ids = () =>
        page.evaluate(async () =>
          (await window.decant.kept()).flatMap((run) => (run.discarded ? [] : [run.id])).sort(),
        );
      const before = await ids();
      expect(before.length).toBeGreaterThan(1);
      const sheet = await openKept(page);
      const { bytes } = await saved(page, sheet.getByRole('button', { name: 'Save everything' }));
      expect(await violations(page)).toEqual([]);
      await page.evaluate(async () => {
        for (const { id } of await window.decant.kept()) await window.decant.changeKept(id, { discarded: true });
      });
      await page.keyboard.press('Escape');
      await expect(sheet).toHaveCount(0);
      expect(await ids()).toEqual([]);
      await drop(page, 'decant.zip', bytes);
      await expect(sheet).toBeVisible();
      await expect.poll(ids).toEqual(before);
      await page.keyboard.press('Escape');
      await expect(await openRuns(page)).toContainText('the one');
      if (isNarrow(page)) await page.keyboard.press('Escape');
    });

    test('a link opens as it was copied, with the same figures', async () => {
      const page = shared();
      const before = await figures(page);
      await page.locator('body').press('3');
      await expect(page).toHaveURL(/split=1/);
      await page.getByRole('tab', { name: 'Layers' }).click();
      await tool(page, 'Copy link');
      const link = await copied(page);
      await page.goto('about:blank');
      await page.goto(link);
      await waitUntilLive(page);
      expect(page.url()).toBe(link);
      await expect(page.getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true');
      await page.getByRole('tab', { name: 'Samples' }).click();
      await expect(sideOf(page, 'B').getByRole('radio', { name: '4 bits' })).toBeChecked();
      expect(await figures(page)).toEqual(before);
    });
  });
}

test('an archive comes in once, and what is none is said', async () => {
  const page = shared();
  await wear(page, FIRST_FACE);
  const sheet = await openKept(page);
  await expect(sheet.getByText('granted')).toBeVisible();
  const { bytes } = await saved(page, sheet.getByRole('button', { name: 'Save everything' }));
  const again = { name: 'decant.zip', mimeType: '', buffer: bytes };
  await sheet.locator('input[type=file]').setInputFiles(again);
  await expect(sheet.getByText(/were here already\.$/)).toBeVisible();
  await sheet.locator('input[type=file]').setInputFiles({ ...again, buffer: Buffer.from('no zip') });
  await expect(sheet.getByText(/^This is no archive that can be taken in/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(line(page, 'three bits')).toBeVisible();
  await expect(line(page, 'the one')).toContainText('baseline');
});

test('a model card and a program are saved, and a recipe comes back from the program', async () => {
  const page = shared();
  const sheet = await openStation(page, 'Export');
  await expect(sheet.getByText('Passes.')).toBeVisible({ timeout: LIVE_MS });
  await sheet.getByRole('spinbutton', { name: 'may take, in kB (empty: any)' }).fill('40');
  await expect(sheet.getByText('× Too large.')).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Licence' }).fill('Apache-2.0');
  const card = await saved(page, sheet.getByRole('button', { name: 'Save the model card' }));
  expect(card.bytes.toString()).toMatch(/^---\nlicense: "Apache-2\.0"/);
  const { bytes, download } = await saved(page, sheet.getByRole('button', { name: 'Save quantize.py' }));
  await page.keyboard.press('Escape');
  await page.locator('body').press('[');
  await expect(page).toHaveURL(/b=w3/);
  await drop(page, download.suggestedFilename(), bytes);
  await expect(page).toHaveURL(/b=w4\.g32\.sym\.mse/);
  await waitUntilLive(page);
});

test('a link brings back both recipes, whatever they say', async () => {
  const page = shared();
  await page.goto('./#v=1&a=w8.channel.sym.minmax&b=w3.tensor.asym.percentile&view=layers');
  await expect(page.getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('tab', { name: 'Samples' }).click();
  await expect(sideOf(page, 'B')).toContainText('one scale per tensor');
  await expect(sideOf(page, 'B')).toContainText('asymmetric');
  await expect(sideOf(page, 'A').getByRole('radio', { name: '8 bits' })).toBeChecked();
  await page.goto(`./${START}`);
  await expect(sideOf(page, 'B').getByRole('radio', { name: '4 bits' })).toBeChecked();
  await waitUntilLive(page);
});

test('a network of one’s own, its recipe and a second file are there after a reload', async () => {
  const page = shared();
  const own = { name: 'mine.onnx', mimeType: '', buffer: Buffer.from(await sampleNetwork()) };
  const sheet = await openStation(page, 'Model');
  await sheet.locator('input[type=file]').first().setInputFiles(own);
  await expect(station(page, 'Model')).toContainText('mine.onnx, fp32', { timeout: LIVE_MS });
  await page.evaluate(() => {
    location.hash += '&bx=fc1_1:8';
  });
  await expect(line(page, 'int4 g32 mixed')).toBeVisible({ timeout: LIVE_MS });
  await openStation(page, 'Model');
  await sheet
    .locator('input[type=file]')
    .nth(1)
    .setInputFiles({ ...own, name: 'second.onnx' });
  await expect(page).toHaveURL(/second=b/, { timeout: LIVE_MS });
  await waitUntilLive(page);
  await page.reload();
  await waitUntilLive(page);
  await expect(station(page, 'Model')).toContainText('mine.onnx and another');
  await expect(station(page, 'Recipe')).toContainText('as it came');
  await line(page, 'int4 g32 mixed').getByRole('button').first().click();
  await expect(page).toHaveURL(/bx=fc1_1:8/);
  await waitUntilLive(page);
  await page.reload();
  await waitUntilLive(page);
  await expect(page).toHaveURL(/bx=fc1_1:8/);
  await expect(line(page, 'int4 g32 mixed').locator('.mark-b')).toBeVisible();
});

test('a file that is too large to be copied is opened again by its handle, after a question', async () => {
  const page = shared();
  await page.addInitScript(askFirst);
  await page.evaluate(askFirst);
  const bytes = padded(await sampleNetwork());
  const used = await page.evaluate(lendOnDrop, bytes.toString('base64'));
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: used + bytes.length / 2 });
  await drop(page, 'large.onnx', bytes);
  await expect(station(page, 'Model')).toContainText('large.onnx, fp32', { timeout: LIVE_MS });
  await waitUntilLive(page);
  await page.reload();
  const problem = page.getByRole('alert', { name: 'large.onnx waits for you.' });
  await expect(problem).toBeVisible({ timeout: LIVE_MS });
  await problem.getByRole('button', { name: 'Open it again' }).click();
  await expect(station(page, 'Model')).toContainText('large.onnx, fp32', { timeout: LIVE_MS });
  await waitUntilLive(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
});

// ---------------------------------------------------------------------------------------------------------------------

/** A handle of the private file system stands in for one of the disk: it is never refused, so the question is made up. */
function askFirst(): void {
  Object.assign(FileSystemHandle.prototype, {
    queryPermission: async () => 'prompt',
    requestPermission: async () => (navigator.userActivation.isActive ? 'granted' : 'prompt'),
  });
}

/** The network with a long `doc_string` (field 6 of an ONNX model), which nothing reads: 4 MiB. */
function padded(network: Uint8Array): Buffer {
  const filler = Buffer.alloc(2 ** 22, 'a');
  return Buffer.concat([network, Buffer.from([0x32, 0x80, 0x80, 0x80, 0x02]), filler]);
}

/** Has each drop lend a file of this content from now on; gives the bytes that are used once it is there. */
async function lendOnDrop(base64: string): Promise<number> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle('large.onnx', { create: true });
  const writable = await handle.createWritable();
  await writable.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  await writable.close();
  Object.assign(DataTransferItem.prototype, { getAsFileSystemHandle: async () => handle });
  return (await navigator.storage.estimate()).usage ?? 0;
}
