/** Where curves lie: lines end in labels that do not meet, axes hold what is drawn, the table ends with the last step. */
import { expect, test } from 'vitest';
import { createCurve } from '../training/curve.ts';
import type { Panel } from './panels.ts';
import { frameOf, layoutOf, nearest, tableRows, valuesAt } from './panels.ts';

const curve = createCurve();
curve.add(0, {
  total: Float32Array.from({ length: 100 }, (_, i) => 10 * 0.96 ** i + (i % 2) * 0.01),
  kl: Float32Array.from({ length: 100 }, (_, i) => 10 * 0.96 ** i),
});

const loss: Panel = {
  title: 'Loss',
  note: '',
  log: true,
  share: 0.6,
  format: (value) => value.toFixed(2),
  tick: String,
  lines: ['total', 'kl'].map((key) => ({ key, name: key, tone: 'a', raw: true, series: curve.get(key)! })),
};
const held: Panel = {
  ...loss,
  title: 'Held out',
  log: false,
  share: 0.4,
  most: 100,
  tick: (value, digits) => value.toFixed(digits),
  lines: [
    {
      key: 'heldOut',
      name: 'right',
      tone: 'b',
      points: [
        { at: 50, value: 92.1 },
        { at: 100, value: 92.6 },
      ],
    },
  ],
};
const frame = frameOf(800, 400);

test('lines of nearly the same value have labels apart, inside of their panel', () => {
  const [panel] = layoutOf([loss, held], frame, 400, 100);
  const [first, second] = panel!.lines.map(({ end }) => end!.label);
  expect(Math.abs(first! - second!)).toBeGreaterThanOrEqual(16);
  for (const { end } of panel!.lines) expect(end!.label).toBeLessThanOrEqual(panel!.bottom + 4);
  expect(panel!.lines[0]!.band).toMatch(/^M.*Z$/);
});

test('ticks can be told apart, and steps lie on one axis', () => {
  const [, panel] = layoutOf([loss, held], frame, 400, 100);
  const texts = panel!.ticks.map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(panel!.lines[0]!.points.map(({ x }) => x)).toEqual([frame.x(50), frame.x(100)]);
  expect(nearest(frame, frame.x(37), 100)).toBe(37);
  expect(nearest(frame, frame.right, 100)).toBe(100);
});

test('the cursor reads raw values, and what was measured last', () => {
  expect(valuesAt([loss, held], 60)).toEqual([
    { name: 'total', text: (10 * 0.96 ** 59 + 0.01).toFixed(2) },
    { name: 'kl', text: (10 * 0.96 ** 59).toFixed(2) },
    { name: 'right', text: '92.10' },
  ]);
});

test('the table has about twenty rows, the last step among them', () => {
  const rows = tableRows([loss, held], 97);
  expect(rows.length).toBeLessThanOrEqual(21);
  expect(rows.at(-1)).toMatchObject({ at: 97, values: [expect.any(String), expect.any(String), '92.10'] });
  expect(tableRows([loss], 0)).toEqual([]);
});
