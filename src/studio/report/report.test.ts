/** Reports and programs: what they hold, that nothing from a file becomes markup, that recipes come back out of them. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { presets } from '../../recipes/presets.ts';
import { parseRecipe } from '../../recipes/schema.ts';
import { createNodeSession } from '../../testing/nodeSession.ts';
import type { Environment } from '../environment.ts';
import { recipeIn } from './readCode.ts';
import { recipeCode } from './recipeCode.ts';

const sample = new Uint8Array(await readFile('public/samples/digits-cnn.onnx'));
const weights = { bits: 4, strategy: 'group', groupSize: 32, symmetric: true, clip: 'mse' } as const;
const hostile = '<img src=x onerror=alert(1)> & "4 bits" | `x`';
const recipe = { version: 1, name: hostile, steps: [{ kind: 'quantize', method: 'rtn', weights }] };

async function made(extra: Partial<Environment> = {}) {
  const session = createNodeSession(sample, extra);
  const model = await session.openModel('sample:digits');
  const data = await session.openData('sample:digits', { limit: 100 });
  const { model: small } = await session.run({ model: model.id, data: data.id, recipe });
  return { session, model, data, small };
}

describe('a report', () => {
  test('as HTML: one file without scripts or addresses, figures beside the original, everything escaped', async () => {
    const { session, model, data, small } = await made();
    const sweep = await session.sweep({ model: model.id, data: data.id, grid: { bits: [8, 4, 2] } });
    const sensitivity = await session.sensitivity({ model: model.id, data: data.id, bits: [4, 2], samples: 32 });
    const { name, text } = await session.report({ format: 'html', model: small.id, data: data.id, sweep, sensitivity });
    expect(name).toMatch(/^[\w.-]+\.html$/);
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toMatch(/(?:src|href)="?http|@import|url\(/);
    expect(text.match(/<script/g)).toHaveLength(1);
    for (const part of ['@media print', 'Accuracy', 'Limits', 'Licence', '<polyline', 'class="heat"', 'conv1_1'])
      expect(text).toContain(part);
    const block = /<script type="application\/json" id="decant-receipt">(.*?)<\/script>/s.exec(text);
    const replay = await session.replay({ receipt: JSON.parse(block![1]) });
    expect(replay.reproduced).toBe(true);
  });

  test('as a model card: sections, intervals, the licence of the file', async () => {
    const { session, data, small } = await made();
    const { name, text } = await session.report({ format: 'markdown', model: small.id, data: data.id, title: 'Small' });
    expect(name).toBe('Small.md');
    expect(text.startsWith('---\nlicense: "MIT"\nbase_model: "sample.onnx"\n')).toBe(true);
    for (const part of ['# Small', '## Figures', '## Method', '## Layers', '## Limits', '## Licence', '100 samples)'])
      expect(text).toContain(part);
    expect(text).not.toContain('<img src=x onerror=alert(1)> & "4 bits" |');
    expect(text).toContain('MIT, as the file states.');
    expect(text).toContain('none: this browser lends out no GPU');
  });
});

test('a report names the adapter with its features and limits', async () => {
  const adapter = { vendor: 'acme', architecture: 'two', description: 'Acme 2', software: false };
  const report = { adapter, features: ['shader-f16'], limits: { maxBufferSize: 268_435_456 } };
  const { session, data, small } = await made({ adapter: async () => report });
  const { text } = await session.report({ format: 'markdown', model: small.id, data: data.id });
  for (const part of ['Acme 2, acme, two', 'shader-f16', 'maxBufferSize 268,435,456']) expect(text).toContain(part);
});

describe('programs', () => {
  test.each(presets)('$label comes back out of every language', ({ recipe: preset }) => {
    for (const language of ['python', 'javascript', 'json'] as const)
      expect(recipeIn(recipeCode({ recipe: preset, language }).text)).toEqual(preset);
  });

  test('a recipe with a hostile name stays a comment, and comes back', () => {
    const odd = { ...recipe, name: 'a"\nimport os; os.system("x")\r\n"""\u2028};' };
    const { text } = recipeCode({ recipe: odd, language: 'python' });
    expect(text.split(/\r\n|\r|\n/).filter((line) => line.includes('os.system') && !line.startsWith('#'))).toEqual([]);
    for (const language of ['python', 'javascript'] as const)
      expect(recipeIn(recipeCode({ recipe: odd, language }).text)).toEqual(parseRecipe(odd));
  });

  test('Python says where onnxruntime does something else', () => {
    const three = { version: 1, steps: [{ kind: 'quantize', weights: { bits: 3, strategy: 'tensor' } }] };
    const { text, differences } = recipeCode({ recipe: three, language: 'python', file: 'net.onnx' });
    expect(text).toContain('onnx.load("net.onnx")');
    expect(text).toContain('bits=4');
    expect(differences).toEqual([
      'Weights of Conv stay floats: no quantizer of onnxruntime takes them without activations.',
      'The range is that of the weights in a block (least to greatest); other ranges are not offered.',
      '3 bits become 4: the quantizer has 2, 4 and 8.',
      'One scale a tensor becomes one a block of 128 weights.',
    ]);
    for (const difference of differences) expect(text).toContain(`# - ${difference}`);
  });

  test('targets are named as the file names them', async () => {
    const { session, model } = await made();
    const one = { version: 1, steps: [{ kind: 'quantize', weights, targets: [model.layers[2].node] }] };
    const { text } = await session.code({ recipe: one, language: 'python', model: model.id });
    expect(text).toContain('targets=["fc1.weight"]');
  });

  test('what holds no recipe is refused', () => {
    expect(() => recipeIn('print("hello")')).toThrow('There is no recipe in this text');
    expect(() => recipeIn('const recipe = { steps: [')).toThrow('There is no recipe in this text');
    expect(() => recipeIn('{"version":1,"steps":[{"kind":"melt"}]}')).toThrow('steps[0].kind is "melt"');
    expect(recipeIn(JSON.stringify({ decant: 'receipt', recipe }))).toEqual(parseRecipe(recipe));
  });
});
