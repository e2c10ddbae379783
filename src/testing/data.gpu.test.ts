/** The data helper in a browser: what the test server's `/__data__/` gives. */

import { expect, test } from 'vitest';
import { openTestData, testWithData } from './data.ts';

test('a missing file is named in the reason', async () => {
  const data = await openTestData('no/such.file');
  expect(data.available).toBe(false);
  expect(data.reason).toContain('no/such.file');
});

testWithData('a gzip file starts with its magic number', ['mnist/t10k-labels-idx1-ubyte.gz'], async (data) => {
  const bytes = await data.read('mnist/t10k-labels-idx1-ubyte.gz');
  expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
});
