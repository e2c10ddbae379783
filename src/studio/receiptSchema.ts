/** What a receipt must hold before it is replayed: it comes from someone else. */
import * as z from 'zod/mini';
import { DecantError } from '../core/errors.ts';
import { parseRecipe } from '../recipes/schema.ts';
import { messageFor, mostTelling, pathText } from '../recipes/schemaWords.ts';
import type { Receipt } from './apiResults.ts';

z.config({ jitless: true });

const interval = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number() });
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const whole = z.int().check(z.minimum(0));
const identity = { name: z.string(), source: z.optional(z.string()), sha256: hash, bytes: whole };

const pair = z.tuple([z.number(), z.number()]);
/** How raw values become what a network takes. */
export const adaptation = z.object({
  layout: z.optional(z.enum(['NCHW', 'NHWC'])),
  scale: z.optional(z.number()),
  mean: z.optional(z.array(z.number())),
  std: z.optional(z.array(z.number())),
  channels: z.optional(z.enum(['rgb', 'bgr', 'gray'])),
  resize: z.optional(pair),
});

const parts = z.object({
  codes: z.number(),
  scales: z.number(),
  zeroPoints: z.number(),
  padding: z.number(),
  rest: z.number(),
});

const speed = z.object({
  medianMs: z.number(),
  p10: z.number(),
  p90: z.number(),
  n: whole,
  batch: whole,
  threads: whole,
  clock: z.enum(['gpu-timestamp', 'wall']),
  coldMs: z.number(),
  peakBytes: z.optional(z.number()),
});

const data = z.object({ ...identity, samples: whole, limit: z.optional(whole) });
const place = { stage: whole, part: z.optional(whole), step: whole };

/** What learned on the way: seeds, samples and steering of each run. */
const run = z.object({
  steps: whole,
  seed: z.number(),
  data: z.nullable(data),
  heldOut: z.union([z.number().check(z.minimum(0), z.lt(1)), data]),
  executor: z.optional(z.enum(['reference', 'onnx', 'webgpu'])),
  marks: z.optional(z.array(z.object({ ...place, name: z.string(), value: z.number() })).check(z.maxLength(10_000))),
  ended: z.optional(z.array(z.object(place)).check(z.maxLength(1000))),
  named: z.optional(
    z.record(z.string(), z.object({ name: z.string(), sha256: z.optional(hash), bytes: z.optional(whole) })),
  ),
  note: z.optional(z.string().check(z.maxLength(500))),
});

const receipt = z.object({
  decant: z.literal('receipt'),
  version: z.literal(1),
  model: z.object({ ...identity, input: z.optional(adaptation) }),
  data: z.nullable(data),
  recipe: z.unknown(),
  runs: z.optional(z.array(run).check(z.maxLength(64))),
  seed: z.number(),
  batch: z.int().check(z.minimum(1), z.maximum(4096)),
  metrics: z.object({
    accuracy: z.optional(interval),
    agreement: z.optional(interval),
    kl: z.optional(interval),
    difference: z.optional(interval),
    flips: z.optional(z.object({ broke: whole, mended: whole, changed: whole, p: z.number() })),
    size: z.object({ bytes: z.number(), bitsPerWeight: z.number(), parts }),
    speed: z.optional(speed),
  }),
  provenance: z.object({
    kind: z.enum(['live', 'recorded']),
    executor: z.enum(['reference', 'onnx', 'webgpu']),
    device: z.string(),
    browser: z.string(),
    when: z.string(),
    seconds: z.number(),
  }),
  versions: z.record(z.string(), z.string()),
});

/**
 * @throws DecantError `studio/receipt` with the path of the first field that does not fit
 * @throws RecipeError `recipe/invalid` when its recipe is not valid
 */
export function parseReceipt(value: unknown): Receipt {
  const result = receipt.safeParse(value, { error: messageFor });
  if (result.success) {
    const { recipe, ...rest } = result.data;
    return { ...rest, recipe: recipe === null || recipe === undefined ? null : parseRecipe(recipe) };
  }
  const { path, message } = mostTelling(result.error.issues[0]);
  const where = path.length === 0 ? 'It' : `Its field "${pathText(path)}"`;
  throw new DecantError('studio/receipt', `This is no receipt that can be replayed. ${where} ${message}.`, {
    path: pathText(path, ''),
  });
}
