/** What the build does to shaders. */
import { expect, test } from 'vitest';
import { withoutComments } from './vitePlugins.ts';

test('shaders lose comments and indentation but no line', () => {
  const wgsl = '// What it is.\nfn f() {\n  let a = 1; // why\n  return a / 2;\n}\n';
  expect(withoutComments(wgsl)).toBe('\nfn f() {\nlet a = 1;\nreturn a / 2;\n}\n');
});
