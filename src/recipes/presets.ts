/** Recipes with a name that the field knows. Data alone, so that the page may load it. */
import type { QuantizeStep, Recipe } from './schema.ts';

export interface Preset {
  /** Short and stable, for links. */
  readonly id: string;
  readonly label: string;
  /** When one would take it. */
  readonly about: string;
  readonly recipe: Recipe;
}

const quantize = (name: string, options: Omit<QuantizeStep, 'kind' | 'method'>): Recipe => ({
  version: 1,
  name,
  steps: [{ kind: 'quantize', method: 'rtn', ...options }],
});

const grouped = (bits: 2 | 3 | 4) =>
  ({ bits, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' }) as const;
const channels = { bits: 8, strategy: 'channel', symmetric: true, clip: 'minmax' } as const;

export const presets: readonly Preset[] = [
  {
    id: 'w8',
    label: 'W8 channel',
    about: 'A quarter of the size, almost always without loss.',
    recipe: quantize('W8 channel', { weights: channels }),
  },
  {
    id: 'w4-g32',
    label: 'W4 group 32',
    about: 'An eighth of the size; most networks keep their quality.',
    recipe: quantize('W4 group 32', { weights: grouped(4) }),
  },
  {
    id: 'w3-g32',
    label: 'W3 group 32',
    about: 'A tenth of the size; the loss begins to show.',
    recipe: quantize('W3 group 32', { weights: grouped(3) }),
  },
  {
    id: 'w2-g32',
    label: 'W2 group 32',
    about: 'Four levels a weight: a stress test, rarely usable without training.',
    recipe: quantize('W2 group 32', { weights: grouped(2) }),
  },
  {
    id: 'w8a8-static',
    label: 'W8A8 static',
    about: 'Integer arithmetic throughout, with ranges from calibration samples.',
    recipe: quantize('W8A8 static', {
      weights: channels,
      activations: { bits: 8, mode: 'static', observer: 'mse', samples: 256 },
    }),
  },
  {
    id: 'w8a8-dynamic',
    label: 'W8A8 dynamic',
    about: 'Integer arithmetic with ranges found while running; needs no data.',
    recipe: quantize('W8A8 dynamic', { weights: channels, activations: { bits: 8, mode: 'dynamic' } }),
  },
  {
    id: 'fp16',
    label: 'FP16',
    about: 'Half the size, as good as exact.',
    recipe: quantize('FP16', { weights: { bits: 16 } }),
  },
];
