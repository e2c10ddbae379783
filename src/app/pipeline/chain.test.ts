/** Chains: to a recipe that the engine takes and back, their words, their places, and the link that carries them. */
import { describe, expect, test } from 'vitest';
import { parseRecipe } from '../../recipes/schema.ts';
import type { Chain } from './chain.ts';
import { chainOf, KINDS, kindOf, moved, newStep, READY_CHAINS, recipeOf, without, withValue } from './chain.ts';
import { readChain, writeChain } from './chainHash.ts';
import type { Word } from './sentences.ts';
import { sentenceOf } from './sentences.ts';

const READY = Object.entries(READY_CHAINS);
const whole = READY_CHAINS.whole;
const wordsOf = (chain: Chain): Word[] => chain.flatMap(sentenceOf).filter((part) => typeof part !== 'string');

describe('a chain', () => {
  test.each(READY)('%s is a recipe that the engine takes, and comes back from it', (_, chain) => {
    expect(chainOf(parseRecipe(recipeOf(chain)))).toMatchObject(chain);
  });

  test.each(KINDS)('a new stage of the kind %s is whole', (kind) => {
    expect(() => parseRecipe(recipeOf([newStep(kind)]))).not.toThrow();
    expect(kindOf(newStep(kind))).toBe(kind);
  });

  test('moves, loses and keeps its stages', () => {
    expect(moved(whole, 1, -1).map(({ kind }) => kind)).toEqual(['distill', 'prune', 'qat', 'quantize']);
    expect(moved(whole, 0, -1)).toBe(whole);
    expect(moved(whole, 3, 1)).toBe(whole);
    expect(without(whole, 2).map(({ kind }) => kind)).toEqual(['prune', 'distill', 'quantize']);
  });

  test('is none without a list of steps', () => {
    expect([chainOf(null), chainOf({}), chainOf({ steps: [1] }), chainOf('steps')]).toEqual(Array(4).fill(undefined));
  });
});

describe('every word of a sentence', () => {
  const gradual = READY_CHAINS.sparse;
  test.each([...READY, ['all kinds', KINDS.map(newStep)] as const])('of %s shows what the recipe says', (_, chain) => {
    for (const { label, options, value } of wordsOf(chain)) {
      const numbers = /steps|rate|share|bits|rank|temperature/.test(label) && Number.isFinite(Number(value));
      expect(numbers || options.some((option) => option.value === value), `${label}: ${value}`).toBe(true);
    }
  });

  test.each(KINDS)('of a stage of the kind %s gives a recipe that the engine takes', (kind) => {
    const begin = kind === 'prune' ? [newStep(kind), gradual[0]!] : [newStep(kind)];
    for (const { change, options, label } of wordsOf(begin))
      for (const { value } of options)
        expect(() => parseRecipe(recipeOf([change(value)])), `${label}: ${value}`).not.toThrow();
  });

  test('keeps the fields that no menu shows', () => {
    const step = withValue(newStep('qat'), ['clipNorm'], 1);
    const bits = sentenceOf(step).find((part) => typeof part !== 'string' && part.label.startsWith('bits')) as Word;
    expect(bits.change('2')).toMatchObject({ clipNorm: 1, weights: { bits: 2, strategy: 'group' } });
  });
});

describe('a link', () => {
  test.each(READY)('brings the chain %s back as it was, beside the rest of the hash', async (_, chain) => {
    const hash = await writeChain('#v=1&a=fp32&b=w4.g32.sym.mse', chain);
    expect(hash).toMatch(/^#v=1&a=fp32&b=w4\.g32\.sym\.mse&pipe=1\.[\w-]+$/);
    expect(await readChain(hash)).toEqual(chain);
    expect(await writeChain(hash, null)).toBe('#v=1&a=fp32&b=w4.g32.sym.mse');
  });

  test('without a chain has none; of a later version, or cut short, it says so', async () => {
    expect(await readChain('#v=1&a=fp32')).toBeUndefined();
    await expect(readChain('#pipe=2.abc')).rejects.toThrow('has version 2');
    const hash = await writeChain('', whole);
    await expect(readChain(hash.slice(0, -20))).rejects.toThrow('cut short');
  });
});
