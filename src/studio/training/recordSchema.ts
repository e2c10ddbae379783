/** What the record of a training run must hold that comes from an archive: somebody else may have written it. */
import * as z from 'zod/mini';
import { DIGITS_ID, DIGITS_TRAIN_ID } from '../../data/digits/digitsDataset.ts';
import { parseRecipe } from '../../recipes/schema.ts';
import { messageFor, mostTelling, pathText } from '../../recipes/schemaWords.ts';
import type { StoredTraining } from './records.ts';

z.config({ jitless: true });

const whole = z.int().check(z.minimum(0));
const words = z.string().check(z.maxLength(2000));
const numbers = z.record(z.string(), z.number());
const executor = z.enum(['reference', 'onnx', 'webgpu']);
const runId = z.string().check(z.regex(/^run-[0-9a-f-]{36}$/));

const identity = z.object({
  id: words,
  name: words,
  print: words,
  run: z.optional(runId),
  // An address is never opened because an archive says so.
  builtIn: z.optional(z.object({ source: z.enum([DIGITS_ID, DIGITS_TRAIN_ID]), limit: z.optional(whole) })),
});

const place = { stage: whole, part: z.optional(whole), step: whole };

const speed = z.object({
  medianMs: z.number(),
  p10: z.number(),
  p90: z.number(),
  n: whole,
  batch: whole,
  executor: words,
});

const interval = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number() });

const pruned = z.object({
  method: z.enum(['magnitude', 'structured']),
  sparsity: z.number(),
  bytesBefore: z.number(),
  bytesAfter: z.number(),
  bytesIfSparse: z.number(),
  flopsBefore: z.optional(z.number()),
  flopsAfter: z.optional(z.number()),
});

const stage = z.object({
  kind: words,
  ms: z.number(),
  bytes: z.number(),
  parameters: z.number(),
  metrics: numbers,
  intervals: z.optional(z.record(z.string(), interval)),
  measuredOn: z.optional(z.object({ name: words, samples: whole })),
  pruned: z.optional(pruned),
  speed: z.optional(speed),
});

const layer = z.object({ node: words, parameter: words, bits: z.number(), maxError: z.number(), sqnr: z.number() });

const report = z.object({
  kind: words,
  ms: z.number(),
  report: z.object({
    layers: z.array(layer),
    notes: z.array(words),
    pruned: z.optional(pruned),
    network: z.optional(z.object({ parameters: z.number(), bytes: z.number(), flops: z.optional(z.number()) })),
    cache: z.optional(z.object({ bytes: z.number(), ms: z.number() })),
  }),
});

const few = z.maxLength(10_000);

const record = z.object({
  run: runId,
  name: words,
  recipe: z.unknown(),
  model: z.optional(identity),
  data: z.optional(identity),
  heldOut: z.optional(z.union([z.number().check(z.minimum(0), z.lt(1)), identity])),
  named: z.array(identity).check(z.maxLength(64)),
  executor: z.optional(executor),
  ranOn: z.optional(executor),
  otherSchedule: z.optional(words),
  seed: z.number(),
  parent: z.optional(z.object({ run: runId, step: whole })),
  ended: z.optional(z.array(z.object(place)).check(few)),
  status: z.enum(['running', 'paused', 'interrupted', 'done', 'stopped', 'diverged']),
  why: z.optional(words),
  notes: z.optional(z.array(words).check(few)),
  when: words,
  stage: whole,
  part: z.optional(whole),
  step: whole,
  of: whole,
  marks: z.array(z.object({ ...place, name: words, value: z.number() })).check(few),
  checkpoints: z.array(z.object({ ...place, bytes: whole, metrics: numbers })).check(few),
  stages: z.array(stage).check(few),
  original: z.optional(stage),
  reports: z.array(report).check(few),
  curve: z.object({
    from: whole,
    every: z.int().check(z.minimum(1)),
    values: z.record(z.string(), z.array(z.number()).check(few)),
  }),
});

/**
 * @throws RecipeError `recipe/invalid` when its recipe is not valid
 * @throws Error with the path of the first field that does not fit
 */
export function parseRecord(value: unknown): StoredTraining {
  const result = record.safeParse(value, { error: messageFor });
  if (result.success) return { ...result.data, recipe: parseRecipe(result.data.recipe) };
  const { path, message } = mostTelling(result.error.issues[0]);
  throw new Error(`Its field "${pathText(path)}" ${message}.`);
}
