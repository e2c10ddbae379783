/**
 * What a person is told and asked about quantization by rounding to nearest: label, source, what it needs, and every
 * option as data, from which forms are made and defaults are taken. Data alone, so that the page may load it.
 */

/** One option of a method, as a form shows it. `path` is where it lies in the recipe step. */
export type OptionSpec = {
  readonly path: string;
  readonly label: string;
  readonly help: string;
  /** Shown only when another option has one of these values. */
  readonly when?: { readonly path: string; readonly is: readonly (string | number | boolean)[] };
} & (
  | {
      readonly kind: 'choice';
      readonly choices: readonly { readonly value: string | number | boolean; readonly label: string }[];
      readonly fallback: string | number | boolean;
    }
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      readonly step: number;
      readonly fallback: number;
    }
  | { readonly kind: 'names'; readonly fallback: readonly string[] }
);

export interface MethodMeta {
  readonly kind: string;
  readonly method: string;
  readonly label: string;
  readonly summary: string;
  readonly source: { readonly title: string; readonly url: string };
  readonly needs: { readonly data: 'never' | 'static activations' | 'always'; readonly training: boolean };
  readonly options: readonly OptionSpec[];
}

const widths = [2, 3, 4, 5, 6, 7, 8];
const integerWidths = { path: 'weights.bits', is: widths };
const staticOnly = { path: 'activations.mode', is: ['static'] };

export const roundToNearest: MethodMeta = {
  kind: 'quantize',
  method: 'rtn',
  label: 'Round to nearest',
  summary: 'Each weight takes the nearest of 2^bits levels. Fast, needs no data, and the baseline for everything else.',
  source: {
    title: 'Krishnamoorthi, Quantizing deep convolutional networks for efficient inference (2018)',
    url: 'https://arxiv.org/abs/1806.08342',
  },
  needs: { data: 'static activations', training: false },
  options: [
    {
      path: 'weights.bits',
      label: 'Weight bits',
      help: 'Bits of one stored weight. 16 stores floats of half the size; below 4, expect quality to fall.',
      kind: 'choice',
      choices: [
        ...widths.map((bits) => ({ value: bits, label: `${bits} bits` })),
        { value: 16, label: '16-bit float' },
      ],
      fallback: 4,
    },
    {
      path: 'weights.strategy',
      label: 'Scales',
      help: 'How many weights share a scale: all of a layer, an output channel, or a group along a channel.',
      when: integerWidths,
      kind: 'choice',
      choices: [
        { value: 'tensor', label: 'one a layer' },
        { value: 'channel', label: 'one a channel' },
        { value: 'group', label: 'one a group' },
      ],
      fallback: 'group',
    },
    {
      path: 'weights.groupSize',
      label: 'Group size',
      help: 'Weights in a group. Smaller groups follow the weights better and store more scales.',
      when: { path: 'weights.strategy', is: ['group'] },
      kind: 'choice',
      choices: [16, 32, 64, 128].map((size) => ({ value: size, label: String(size) })),
      fallback: 32,
    },
    {
      path: 'weights.symmetric',
      label: 'Symmetric',
      help: 'Symmetric levels lie around zero; asymmetric ones follow the range of the weights and store a zero point.',
      when: integerWidths,
      kind: 'choice',
      choices: [
        { value: true, label: 'symmetric' },
        { value: false, label: 'asymmetric' },
      ],
      fallback: true,
    },
    {
      path: 'weights.clip',
      label: 'Range',
      help: 'Which range the levels span: all weights, all but the outermost, or the one with the least squared error.',
      when: integerWidths,
      kind: 'choice',
      choices: [
        { value: 'minmax', label: 'least to greatest' },
        { value: 'percentile', label: 'percentile' },
        { value: 'mse', label: 'least squared error' },
      ],
      fallback: 'mse',
    },
    {
      path: 'weights.percentile',
      label: 'Percentile',
      help: 'Percent of the weights that stay inside the range.',
      when: { path: 'weights.clip', is: ['percentile'] },
      kind: 'number',
      least: 50,
      most: 100,
      step: 0.01,
      fallback: 99.9,
    },
    {
      path: 'activations.mode',
      label: 'Activations',
      help: 'Whether the inputs of layers are rounded to 8 bits too, with scales found while running or fixed beforehand.',
      kind: 'choice',
      choices: [
        { value: 'none', label: 'stay floats' },
        { value: 'dynamic', label: '8 bits, dynamic' },
        { value: 'static', label: '8 bits, static' },
      ],
      fallback: 'none',
    },
    {
      path: 'activations.observer',
      label: 'Observer',
      help: 'How the range of an activation is chosen from the calibration samples.',
      when: staticOnly,
      kind: 'choice',
      choices: [
        { value: 'minmax', label: 'least to greatest' },
        { value: 'moving-average', label: 'moving average' },
        { value: 'percentile', label: 'percentile' },
        { value: 'mse', label: 'least squared error' },
        { value: 'entropy', label: 'entropy (KL)' },
      ],
      fallback: 'mse',
    },
    {
      path: 'activations.symmetric',
      label: 'Activation levels',
      help: 'int8 around zero, or uint8 with a zero point, which suits what comes after a ReLU.',
      when: staticOnly,
      kind: 'choice',
      choices: [
        { value: true, label: 'int8, symmetric' },
        { value: false, label: 'uint8, asymmetric' },
      ],
      fallback: false,
    },
    {
      path: 'activations.samples',
      label: 'Calibration samples',
      help: 'How many samples of the opened data the ranges are found on.',
      when: staticOnly,
      kind: 'number',
      least: 1,
      most: 4096,
      step: 1,
      fallback: 256,
    },
    {
      path: 'exempt',
      label: 'Leave out',
      help: 'The first and the last layer often matter most and weigh little.',
      kind: 'names',
      fallback: [],
    },
    {
      path: 'targets',
      label: 'Only these layers',
      help: 'Names of nodes or weights, operators, or "re:" and a regular expression. Empty: all.',
      kind: 'names',
      fallback: [],
    },
    {
      path: 'ignore',
      label: 'Not these layers',
      help: 'Names of nodes or weights, operators, or "re:" and a regular expression.',
      kind: 'names',
      fallback: [],
    },
  ],
};
