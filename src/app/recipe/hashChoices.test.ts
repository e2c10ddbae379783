import { expect, test } from 'vitest';
import { choiceEntries, readChoices } from './hashChoices.ts';

const read = (hash: string) => readChoices(new URLSearchParams(hash));
const write = (hash: string) => new URLSearchParams(choiceEntries(read(hash))).toString();

test('samples that are asked for, the open one and what views are set to come back', () => {
  expect(read('only=truth:4,b:9&sample=12&overlay=error&batch=8&pins=2,7')).toEqual({
    only: { truth: 4, b: 9 },
    sample: 12,
    choices: { overlay: 'error', batch: '8', pins: '2,7' },
  });
  expect(choiceEntries(read('only=a:0&sample=0&counted=activations'))).toMatchObject({
    only: 'a:0',
    sample: '0',
    counted: 'activations',
    map: '',
  });
});

test.each(['only=truth:x', 'sample=-1', 'sample=1e99', `overlay=${'x'.repeat(81)}`, 'v=1&a=fp32'])(
  '%s asks for nothing',
  (hash) => {
    expect(read(hash)).toEqual({});
    expect(write(hash)).toBe('');
  },
);
