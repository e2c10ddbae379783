/** The data helper says what is missing, and reads what is there. */

import { expect, test } from 'vitest';
import { hasData, openTestData, readData, testWithData } from './data.ts';

test('a missing file is named in the reason', async () => {
  const data = await openTestData('no/such.file');
  expect(data.available).toBe(false);
  expect(data.reason).toContain('no/such.file');
});

test('reading a missing file fails', async () => {
  expect(await hasData('no/such.file')).toBe(false);
  await expect(readData('no/such.file')).rejects.toThrow('no/such.file');
});

testWithData('a gzip file starts with its magic number', ['mnist/t10k-labels-idx1-ubyte.gz'], async (data) => {
  const bytes = await data.read('mnist/t10k-labels-idx1-ubyte.gz');
  expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
});
