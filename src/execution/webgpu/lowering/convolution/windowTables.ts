/**
 * Windows as tables of offsets, in any number of dimensions: where the window of each output position starts in the
 * padded input, and how far each kernel position lies from that start. Arithmetic only; kernels read the tables.
 */
import type { Window } from '../../../../graph/operators/convolution/window.ts';
import { extentOf } from '../../../../graph/operators/convolution/window.ts';
import { stridesOf } from '../../../../tensor/shape.ts';
import { outside } from '../../kernels/conv/convPad.ts';

/** One input plane with its padding. */
export interface PaddedPlane {
  readonly input: readonly number[];
  readonly begin: readonly number[];
  readonly shape: readonly number[];
}

/** Windows that share their kernel positions: all of a Conv, or one phase of a ConvTranspose. */
export interface WindowSet {
  /** Start of the window of each place in the padded plane. */
  readonly starts: readonly number[];
  /** Where the result of each place stands in the output plane. */
  readonly positions: readonly number[];
  /** Kernel positions, row-major, and their offsets from the start. */
  readonly taps: readonly Tap[];
}

export interface Tap {
  readonly kernel: number;
  readonly offset: number;
}

export interface Windows {
  readonly plane: PaddedPlane;
  readonly sets: readonly WindowSet[];
}

export const isPadded = ({ input, shape }: PaddedPlane): boolean => shape.some((size, axis) => size !== input[axis]);

/** For each position of the padded plane the input position that it takes, or `outside`. */
export function paddingSources({ input, begin, shape }: PaddedPlane): Uint32Array {
  const strides = stridesOf(input);
  const axes = shape.map((size, axis) =>
    Array.from({ length: size }, (_, i) => {
      const at = i - begin[axis];
      return at >= 0 && at < input[axis] ? at * strides[axis] : outside;
    }),
  );
  return Uint32Array.from(product(axes, (a, b) => (a === outside || b === outside ? outside : a + b), 0));
}

/** The windows of a Conv. */
export function forwardWindows(window: Window, input: readonly number[], output: readonly number[]): Windows {
  const shape = input.map((size, axis) => {
    const reached = (output[axis] - 1) * window.strides[axis] + extentOf(window, axis);
    return Math.max(window.begin[axis] + size, reached);
  });
  const plane = { input, begin: window.begin, shape };
  const starts = grid(output, window.strides, shape);
  const offsets = grid(window.kernel, window.dilations, shape);
  const taps = offsets.map((offset, kernel) => ({ kernel, offset }));
  return { plane, sets: [{ starts, positions: starts.map((_, i) => i), taps }] };
}

/**
 * The windows of a ConvTranspose, gathered: output position o takes input position (o + begin - k dilation) / stride
 * where that is whole. Positions with the same (o + begin) mod stride take the same k and form one set.
 */
export function transposedWindows(window: Window, input: readonly number[], output: readonly number[]): Windows {
  const axes = input.map((size, axis) => transposedAxis(window, axis, size, output[axis]));
  const shape = axes.map(({ padded }) => padded);
  const plane = { input, begin: axes.map(({ begin }) => begin), shape };
  const [planeStrides, outputStrides, kernelStrides] = [shape, output, window.kernel].map((dims) => stridesOf(dims));
  const add = (a: number, b: number) => a + b;
  const sets = product<readonly Phase[]>(
    axes.map(({ phases }) => phases.map((phase) => [phase])),
    (a, b) => [...a, ...b],
    [],
  ).map((phases): WindowSet => {
    const along = (pick: (phase: Phase) => readonly number[], strides: readonly number[]) =>
      product(
        phases.map((phase, axis) => pick(phase).map((value) => value * strides[axis])),
        add,
        0,
      );
    const offsets = along(({ shifts }) => shifts, planeStrides);
    const kernels = along(({ kernels: positions }) => positions, kernelStrides);
    return {
      starts: along((phase) => phase.starts, planeStrides),
      positions: along((phase) => phase.outputs, outputStrides),
      taps: offsets.map((offset, i) => ({ kernel: kernels[i], offset })),
    };
  });
  return { plane, sets: sets.filter(({ starts }) => starts.length > 0) };
}

// ---------------------------------------------------------------------------------------------

/** One axis of a phase, in positions of that axis. */
interface Phase {
  readonly starts: readonly number[];
  readonly outputs: readonly number[];
  readonly kernels: readonly number[];
  readonly shifts: readonly number[];
}

function transposedAxis(window: Window, axis: number, input: number, output: number) {
  const [stride, dilation, begin] = [window.strides[axis], window.dilations[axis], window.begin[axis]];
  const kernel = range(window.kernel[axis]);
  const deepest = Math.floor((extentOf(window, axis) - 1) / stride);
  const first = Math.floor(begin / stride);
  const before = Math.max(0, deepest - first);
  const last = Math.floor((output - 1 + begin) / stride);
  const phases = range(stride).map((phase): Phase => {
    const outputs = range(output).filter((o) => (o + begin) % stride === phase);
    const kernels = kernel.filter((k) => (k * dilation) % stride === phase);
    return {
      outputs,
      starts: outputs.map((o) => Math.floor((o + begin) / stride) - deepest + before),
      kernels,
      shifts: kernels.map((k) => deepest - (k * dilation - phase) / stride),
    };
  });
  return { phases, begin: before, padded: Math.max(before + input, last + before + 1) };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** Offsets in a plane of the points of a grid with given steps. */
function grid(counts: readonly number[], steps: readonly number[], plane: readonly number[]): number[] {
  const strides = stridesOf(plane);
  return product(
    counts.map((count, axis) => range(count).map((i) => i * steps[axis] * strides[axis])),
    (a, b) => a + b,
    0,
  );
}

/** Every combination of one item an axis, the last axis fastest. */
function product<T>(axes: readonly (readonly T[])[], join: (a: T, b: T) => T, empty: T): T[] {
  return axes.reduce<T[]>((made, axis) => made.flatMap((a) => axis.map((b) => join(a, b))), [empty]);
}
