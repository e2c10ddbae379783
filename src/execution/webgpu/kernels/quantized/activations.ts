/** Activations to int8, four a word, in the order in which `integerTiles.ts` reads them; scales found or given. */
import indexing from '#shaders/common/indexing.wgsl?raw';
import rounding from '#shaders/quantized/common/rounding.wgsl?raw';
import imageScalesText from '#shaders/quantized/image_scales.wgsl?raw';
import quantizeImageText from '#shaders/quantized/quantize_image.wgsl?raw';
import quantizeRowsText from '#shaders/quantized/quantize_rows.wgsl?raw';
import { defineKernel } from '../defineKernel.ts';

export const quantizeRows = defineKernel({
  name: 'quantize_rows',
  source: [indexing, rounding, quantizeRowsText],
  constants: { LANES: 64, DYNAMIC: 1 },
  params: { rows: 'u32', columns: 'u32', row_words: 'u32', zero: 'f32', least: 'f32', most: 'f32' },
  bindings: { codes: 'read_write u32', scales: 'read_write f32', x: 'read f32', given_scale: 'read f32' },
  workgroup: ['LANES'],
  grid: ({ rows }) => [rows],
});

export const imageScales = defineKernel({
  name: 'image_scales',
  source: [indexing, imageScalesText],
  constants: { LANES: 64 },
  params: { samples: 'u32', size: 'u32' },
  bindings: { scales: 'read_write f32', x: 'read f32' },
  workgroup: ['LANES'],
  grid: ({ samples }) => [samples],
});

export const quantizeImage = defineKernel({
  name: 'quantize_image',
  source: [indexing, rounding, quantizeImageText],
  constants: { THREADS: 64 },
  params: {
    count: 'u32',
    channels: 'u32',
    words: 'u32',
    padded: 'u32',
    plane: 'u32',
    groups: 'u32',
    zero: 'f32',
    least: 'f32',
    most: 'f32',
    scale_step: 'u32',
  },
  bindings: { codes: 'read_write u32', x: 'read f32', scales: 'read f32', sources: 'read u32' },
  workgroup: ['THREADS'],
  grid: ({ count }, { THREADS }) => [Math.ceil(count / THREADS)],
});
