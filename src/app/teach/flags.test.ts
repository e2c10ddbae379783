/** The links of teachers, written and read again, and the fingerprint of answers. */
import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { NO_FLAGS, readFlags } from './flags.ts';
import { writeFlags } from './writeFlags.ts';

test('what a teacher asks for comes back from the link, beside what the link had', () => {
  const flags = { ...NO_FLAGS, hide: ['runs', 'dials'], seed: 7, ask: 'Which digit?', answer: 'abc' } as const;
  const hash = writeFlags('#v=1&b=w4.g32.sym.mse&view=layers', flags);
  expect(hash).toContain('b=w4.g32.sym.mse');
  expect(hash).toContain('hide=runs,dials');
  expect(readFlags(hash)).toEqual(flags);
});

test('an embedded view is named in the link', () => {
  expect(writeFlags('#view=histogram&layer=fc1', { ...NO_FLAGS, embed: true })).toContain('embed=histogram');
  expect(readFlags('#embed=histogram').embed).toBe(true);
});

test('taking flags back leaves the link as it was, and odd ones ask for nothing', () => {
  const asked = writeFlags('#v=1', { ...NO_FLAGS, present: true, hide: ['proof'] });
  expect(writeFlags(asked, NO_FLAGS)).toBe('#v=1');
  expect(readFlags('#hide=everything,runs&seed=x&present=yes')).toEqual({ ...NO_FLAGS, hide: ['runs'] });
});

test('answers that say the same have one fingerprint', async () => {
  const print = await fingerprintOf('0.97');
  expect(await fingerprintOf(' 0,970 ')).toBe(print);
  expect(await fingerprintOf('0.98')).not.toBe(print);
  expect(await fingerprintOf('The first  Layer')).toBe(await fingerprintOf('the first layer'));
  expect(print).toMatch(/^[\w-]{12}$/);
});
