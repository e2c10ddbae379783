/** Tables of windows against the taps by which the reference convolves, and by hand. */
import { expect, test } from 'vitest';
import { tapsOf } from '../../../../graph/operators/convolution/taps.ts';
import type { Window } from '../../../../graph/operators/convolution/window.ts';
import { outside } from '../../kernels/conv/convPad.ts';
import type { Windows } from './windowTables.ts';
import { forwardWindows, isPadded, paddingSources, transposedWindows } from './windowTables.ts';

const window = (kernel: number[], strides: number[], dilations: number[], begin: number[]): Window => ({
  kernel,
  strides,
  dilations,
  begin,
  end: begin,
});

/** Every pair (output, input) of each kernel position, as the tables give it, without those in the padding. */
function pairsOf({ plane, sets }: Windows): string[] {
  const sources = paddingSources(plane);
  return sets
    .flatMap(({ starts, positions, taps }) =>
      taps.flatMap(({ kernel, offset }) =>
        starts.map((start, i) => [kernel, positions[i], sources[start + offset]] as const),
      ),
    )
    .filter(([, , source]) => source !== outside)
    .map((pair) => pair.join(' '))
    .sort();
}

const shapes = [
  { window: window([3, 2], [1, 1], [1, 1], [0, 0]), input: [6, 5], output: [4, 4] },
  { window: window([3, 3], [2, 1], [1, 2], [1, 2]), input: [7, 6], output: [4, 6] },
  { window: window([4], [3], [2], [5]), input: [9], output: [5] },
  { window: window([2, 1, 3], [1, 2, 2], [1, 1, 1], [1, 0, 1]), input: [3, 4, 5], output: [4, 2, 3] },
];

test.each(shapes)('a convolution over $input takes what the taps say', ({ window, input, output }) => {
  const wanted = tapsOf(window, input, output).flatMap(({ kernel, inputs, outputs }) =>
    Array.from(inputs, (source, i) => `${kernel} ${outputs[i]} ${source}`),
  );
  expect(pairsOf(forwardWindows(window, input, output))).toEqual(wanted.sort());
});

test.each(shapes)(
  'its transpose over $output takes the same pairs the other way round',
  ({ window, input, output }) => {
    const wanted = tapsOf(window, input, output).flatMap(({ kernel, inputs, outputs }) =>
      Array.from(inputs, (large, i) => `${kernel} ${large} ${outputs[i]}`),
    );
    expect(pairsOf(transposedWindows(window, output, input))).toEqual(wanted.sort());
  },
);

test('an input without padding is used as it is', () => {
  expect(isPadded(forwardWindows(shapes[0]!.window, [6, 5], [4, 4]).plane)).toBe(false);
  expect(isPadded(forwardWindows(shapes[1]!.window, [7, 6], [4, 6]).plane)).toBe(true);
});

test('padding past the last window is left out', () => {
  const { plane } = forwardWindows(window([2], [2], [1], [1]), [4], [2]);
  expect(plane.shape).toEqual([5]);
  expect([...paddingSources(plane)]).toEqual([outside, 0, 1, 2, 3]);
});
