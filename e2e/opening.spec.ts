/** What people bring, one thing after the other on one page: a bad file, a network, a second as B, their own data. */

import { drop, figure, LIVE_MS, openLive, openStation, sampleNetwork, station, waitUntilLive } from './studio.ts';
import { expect, onePage, sharing as test } from './test.ts';

const shared = onePage((page) => openLive(page));

test('a file that is no network is a sentence with a way on, and open work stays', async () => {
  const page = shared();
  await drop(page, 'broken.onnx', new TextEncoder().encode('not a network at all'));
  const problem = page.getByRole('alert', { name: 'This file could not be read.' });
  await expect(problem).toBeVisible({ timeout: LIVE_MS });
  await expect(problem.getByRole('button', { name: 'Choose another file' })).toBeVisible();
  await expect(figure(page, 'A', 'Size')).toHaveAttribute('data-provenance', 'live');
  await problem.getByRole('button', { name: 'Carry on without' }).click();
  await expect(problem).toHaveCount(0);
});

test('a dropped network replaces the sample and is measured on the open data', async () => {
  const page = shared();
  await drop(page, 'mine.onnx', await sampleNetwork());
  await expect(station(page, 'Model')).toContainText('mine');
  await waitUntilLive(page);
  const runs = page.getByRole('navigation', { name: 'Runs' }).getByRole('listitem');
  await expect(runs.filter({ hasText: 'shown as' })).toHaveCount(2);
});

test('whether a network fits is said from its header, before it is opened', async () => {
  const page = shared();
  const sheet = await openStation(page, 'Model');
  await sheet.getByLabel('Address of a file').fill(new URL('samples/digits-cnn.onnx', page.url()).href);
  await sheet.getByRole('button', { name: 'See first whether it fits' }).click();
  await expect(sheet.getByRole('status')).toContainText(/digits-cnn\.onnx: 315\skB, fits .*Only its header was read/);
  await expect(sheet.getByRole('table', { name: 'What it takes of each limit' })).toContainText('memory of');
  await sheet.getByLabel('budget').fill('64');
  await expect(sheet.getByRole('status')).toContainText(/too large for 64\skB budget/);
  await expect(sheet.getByText(/From 5 bits on it fits 64\skB/)).toBeVisible();
  await sheet.getByLabel('budget').fill('');
  await page.keyboard.press('Escape');
  await expect(station(page, 'Model')).not.toContainText('another');
});

test('a second file becomes B', async () => {
  const page = shared();
  const sheet = await openStation(page, 'Model');
  const file = { name: 'other.onnx', mimeType: '', buffer: Buffer.from(await sampleNetwork()) };
  await sheet.locator('input[type=file]').nth(1).setInputFiles(file);
  await expect(page.locator('.tag.b')).toContainText('other.onnx');
  await waitUntilLive(page);
  await expect(station(page, 'Model')).toContainText('and another');
});

test('own data is opened as a pair of idx files and drawn in the grid', async () => {
  const page = shared();
  const sheet = await openStation(page, 'Data');
  await sheet
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'own-images-idx3-ubyte', mimeType: '', buffer: idx([12, 28, 28], (i) => (i * 37) % 256) },
      { name: 'own-labels-idx1-ubyte', mimeType: '', buffer: idx([12], (i) => i % 10) },
    ]);
  await expect(station(page, 'Data')).toContainText('12 samples', { timeout: LIVE_MS });
  await expect(page.getByRole('grid', { name: 'Samples' }).getByRole('button')).toHaveCount(12);
});

test('data without labels compares answers instead of judging them', async () => {
  const page = shared();
  const sheet = await openStation(page, 'Data');
  await sheet
    .locator('input[type=file]')
    .first()
    .setInputFiles([{ name: 'own-images-idx3-ubyte', mimeType: '', buffer: idx([12, 28, 28], (i) => (i * 37) % 256) }]);
  await expect(station(page, 'Data')).toContainText('no labels', { timeout: LIVE_MS });
  await expect(figure(page, 'B', 'Same answer')).toHaveAttribute('data-provenance', 'live', { timeout: LIVE_MS });
});

test('a network with an unknown operator can still be weighed and compressed', async () => {
  const page = shared();
  const bytes = Buffer.from(await sampleNetwork());
  bytes.write('Flatxyz', bytes.indexOf('Flatten'), 'latin1');
  await drop(page, 'odd.onnx', bytes);
  const problem = page.getByRole('alert', { name: 'One part is new to Decant: Flatxyz.' });
  await expect(problem).toBeVisible({ timeout: LIVE_MS });
  const dial = page.getByRole('radiogroup', { name: 'Bits per weight, side B' });
  await dial.getByRole('radio', { name: '4 bits' }).check({ force: true });
  await expect(figure(page, 'B', 'Size')).toHaveAttribute('data-provenance', 'live', { timeout: LIVE_MS });
  await expect(page.getByRole('region', { name: 'Side B', exact: true })).toContainText('times smaller');
  await expect(problem).toBeVisible();
});

/** An idx file of unsigned bytes. */
function idx(shape: readonly number[], value: (index: number) => number): Buffer {
  const size = shape.reduce((product, side) => product * side, 1);
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((side, axis) => {
    header.writeUInt32BE(side, 4 + 4 * axis);
  });
  return Buffer.concat([header, Buffer.from(Array.from({ length: size }, (_, i) => value(i)))]);
}
