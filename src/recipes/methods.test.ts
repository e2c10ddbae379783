/** Every method's form gives a recipe that is valid: what `meta.ts` offers is what the schema takes. */
import { expect, test } from 'vitest';
import { methods } from '../compression/meta.ts';
import type { MethodMeta, OptionSpec } from '../compression/quantization/meta.ts';
import { parseRecipe } from './schema.ts';

/** The step that a form gives when nobody has touched it. */
function untouched({ kind, method, options }: MethodMeta): object {
  const values = new Map(options.map((option) => [option.path, option.fallback]));
  const shown = ({ when }: OptionSpec) => !when || when.is.includes(values.get(when.path) as string);
  const step: Record<string, unknown> = { kind, ...(['quantize', 'prune'].includes(kind) ? { method } : {}) };
  if (kind === 'distill') step.loss = { kind: method };
  for (const option of options) {
    if (!shown(option) || option.kind === 'names' || (option.path === 'activations.mode' && option.fallback === 'none'))
      continue;
    const keys = option.path.split('.');
    let at = step;
    for (const key of keys.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[keys[keys.length - 1]] = option.fallback;
  }
  return step;
}

test.each(methods)('$label', (meta) => {
  const { steps } = parseRecipe({ version: 1, steps: [untouched(meta)] });
  expect(steps[0].kind).toBe(meta.kind);
  expect(meta.source.url).toMatch(/^https:/);
  for (const option of meta.options) expect(`${option.label} ${option.help}`.length).toBeGreaterThan(10);
});

test('paths are unique in a form', () => {
  for (const { options } of methods) expect(new Set(options.map(({ path }) => path)).size).toBe(options.length);
});
