/** CSV: headers, separators, quotes, which column is the label, and rows that are not sound. */

import { expect, test } from 'vitest';
import { textFile } from '../../testing/dataFiles.ts';
import { readSamples } from '../dataset.ts';
import type { OpenDataOptions } from '../openData.ts';
import { openData } from '../openData.ts';

const open = (text: string, options: OpenDataOptions = {}) => openData([textFile('t.csv', text)], options);
const valuesOf = async (text: string, options?: OpenDataOptions) => {
  const dataset = await open(text, options);
  return [...(readSamples(dataset, 0, dataset.samples).data as Float32Array)];
};
const labelsOf = async (text: string, options?: OpenDataOptions) => {
  const { labels, classes } = await open(text, options);
  return labels && { labels: [...labels], classes };
};

test.each([
  ['header and named labels', 'a,label,b\n1.5,1,2\n3,0,4\n', [1.5, 2, 3, 4], { labels: [1, 0], classes: ['0', '1'] }],
  [
    'target, semicolons, CRLF, a blank line',
    'x;Target\r\n1;2\r\n\r\n3;0\r\n',
    [1, 3],
    { labels: [2, 0], classes: ['0', '1', '2'] },
  ],
  ['tabs and words', 'x\ty\tclass\n1\t2\tcat\n3\t4\tant', [1, 2, 3, 4], { labels: [1, 0], classes: ['ant', 'cat'] }],
  [
    'no header, first column',
    '1,0,255\n0,9,255\n1,7,255\n0,8,255',
    [0, 255, 9, 255, 7, 255, 8, 255],
    { labels: [1, 0, 1, 0], classes: ['0', '1'] },
  ],
  [
    'no header, last column of words',
    '5.1,3.5,setosa\n4.9,3,virginica',
    [5.1, 3.5, 4.9, 3],
    { labels: [0, 1], classes: ['setosa', 'virginica'] },
  ],
  [
    'no header, last column',
    '0.5,0\n0.25,1\n1,1\n2,0',
    [0.5, 0.25, 1, 2],
    { labels: [0, 1, 1, 0], classes: ['0', '1'] },
  ],
  ['nothing like labels', '0.5,0.1\n0.25,3', [0.5, 0.1, 0.25, 3], undefined],
  ['a key is no label', '0,0.1\n1,0.2\n2,0.3', [0, 0.1, 1, 0.2, 2, 0.3], undefined],
  ['a target that is measured is neither label nor input', 'x,target\n1,0.5\n2,1.5', [1, 2], undefined],
  ['quotes', '"a ""b"", c","label"\n"1","0"\n"2","1"', [1, 2], { labels: [0, 1], classes: ['0', '1'] }],
  ['negative labels are names', 'x,label\n1,-1\n2,one', [1, 2], { labels: [0, 1], classes: ['-1', 'one'] }],
])('%s', async (_, text, values, labels) => {
  expect((await valuesOf(text)).map((value) => Math.round(value * 1000) / 1000)).toEqual(values);
  expect(await labelsOf(text)).toEqual(labels);
});

test('a byte order mark is no part of the header', async () => {
  expect(await labelsOf('\ufefflabel,x\n1,5\n0,6')).toEqual({ labels: [1, 0], classes: ['0', '1'] });
});

test('the label column can be chosen, or none', async () => {
  const text = 'a,b\n1,2\n3,4';
  expect((await labelsOf(text, { labelColumn: 'a' }))?.labels).toEqual([1, 3]);
  expect((await labelsOf(text, { labelColumn: 1 }))?.labels).toEqual([2, 4]);
  expect(await labelsOf('1,0\n1,0\n2,0\n2,0', { labelColumn: null })).toBeUndefined();
});

test('a limit reads the first rows and does not look at the rest', async () => {
  expect(await valuesOf('a,b\n1,2\n3,x', { limit: 1 })).toEqual([1, 2]);
});

test('many rows report progress and can be stopped', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `${i % 3},${i}`).join('\n');
  const done: number[] = [];
  const dataset = await open(text, { onProgress: (progress) => done.push(progress.done) });
  expect([dataset.samples, dataset.input.shape, done]).toEqual([5000, [1], [2000, 4000]]);
  await expect(open(text, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
});

test.each([
  ['a,b\n1,2\n3', 't.csv: line 3 has 1 columns, the first line 2'],
  ['a,b\n1,2\n3,', 't.csv: line 3, column "b": "" is no number'],
  ['a,b,label\n1,2,0\n3,four,1', 't.csv: line 3, column "b": "four" is no number'],
  ['a,b\n', 't.csv: holds a header and no rows'],
  ['\n\n', 't.csv: holds no rows'],
  ['label\n1\n2', 't.csv: has a label column and no other'],
  ['a,label\n1,\n2,3', 't.csv: row 1 has an empty label'],
  ['a,label\n1,4\n2,300000', 't.csv: the label 300000 is above 99999'],
])('a table that is not sound: %#', async (text, message) => {
  await expect(open(text)).rejects.toThrow(message);
});

test('a label column that is not there, and a second table', async () => {
  await expect(open('a,b\n1,2', { labelColumn: 'c' })).rejects.toThrow('labelColumn c is none of its 2 columns: a, b.');
  const two = [textFile('a.csv', '1,2'), textFile('b.csv', '1,2')];
  await expect(openData(two)).rejects.toThrow('b.csv: is a second table beside a.csv');
});
