/** What the build does to shaders. */
import { expect, test } from 'vitest';
import { withoutComments } from './vitePlugins.ts';

test('shaders lose comments and idle spaces but no line', () => {
  const wgsl = '// What it is.\nfn f() {\n  let a = 1; // why\n  return a / 2;\n}\n';
  expect(withoutComments(wgsl)).toBe('\nfn f(){\nlet a=1;\nreturn a / 2;\n}\n');
});

test('the end of a type and an assignment stay two tokens', () => {
  expect(withoutComments('var a: vec4<f32> = b;')).toBe('var a:vec4<f32> = b;');
});
