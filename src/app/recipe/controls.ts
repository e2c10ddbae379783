/**
 * The controls of a recipe: what each one decides, what turning it does to size, speed and quality, and the lesson that
 * shows it. The options of each, with a line of help for every single one, are in `options.ts`.
 */
import type { Option } from './options.ts';
import {
  ACTIVATION_OPTIONS,
  AGAIN_OPTIONS,
  BITS_OPTIONS,
  CLIP_OPTIONS,
  ENDS_OPTIONS,
  GRAIN_OPTIONS,
  SYMMETRY_OPTIONS,
} from './options.ts';

export interface Control {
  readonly name: string;
  readonly options: readonly Option<string>[];
  readonly does: string;
  readonly size: string;
  readonly speed: string;
  readonly quality: string;
  /** Id of its lesson. */
  readonly lesson: string;
}

export const CONTROLS = {
  bits: {
    name: 'Bits',
    options: BITS_OPTIONS,
    does: 'How many values a weight can take: each bit less halves them.',
    size: 'fewer bits, fewer bytes',
    speed: 'less to read, but codes must be unpacked',
    quality: 'each bit less about doubles the error',
    lesson: 'rounding',
  },
  scales: {
    name: 'Scales',
    options: GRAIN_OPTIONS,
    does: 'How many weights share a scale, and so an outlier among them.',
    size: 'smaller groups, more scales to store',
    speed: 'more scales to read and multiply by',
    quality: 'smaller groups, smaller errors',
    lesson: 'groups',
  },
  symmetry: {
    name: 'Symmetry',
    options: SYMMETRY_OPTIONS,
    does: 'Whether the levels lie alike on both sides of zero, or where the weights lie.',
    size: 'asymmetric stores a zero point for each scale',
    speed: 'symmetric has nothing to subtract',
    quality: 'asymmetric helps where weights lie to one side',
    lesson: 'packing',
  },
  clipping: {
    name: 'Clipping',
    options: CLIP_OPTIONS,
    does: 'Where the outermost levels lie, and which weights are cut off there.',
    size: 'no change',
    speed: 'no change once it is done',
    quality: 'few large errors against many small ones',
    lesson: 'outlier',
  },
  activations: {
    name: 'Activations',
    options: ACTIVATION_OPTIONS,
    does: 'Whether what flows between layers is rounded too, and where its scales come from.',
    size: 'no change: activations are not stored',
    speed: 'integers can be faster; fixed scales save finding them',
    quality: 'one more rounding in every layer',
    lesson: 'calibration',
  },
  exceptions: {
    name: 'Exceptions',
    options: ENDS_OPTIONS,
    does: 'Which layers get a width of their own.',
    size: 'layers with more bits take more bytes',
    speed: 'the layers that stay in floats run as they did',
    quality: 'bits go where they count',
    lesson: 'layers',
  },
  quantized: {
    name: 'What came quantized',
    options: AGAIN_OPTIONS,
    does: 'Whether weights that the file holds as codes keep them or are rounded anew.',
    size: 'rounded again to fewer bits, fewer bytes',
    speed: 'as any weight of that width',
    quality: 'a second rounding adds its error to the first',
    lesson: 'rounding',
  },
} as const satisfies Readonly<Record<string, Control>>;

export type ControlName = keyof typeof CONTROLS;
