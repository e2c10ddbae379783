/** What a kept run must hold, whether it comes from the store (which an older version wrote) or from an archive. */
import * as z from 'zod/mini';
import { messageFor, mostTelling, pathText } from '../../recipes/schemaWords.ts';
import type { KeptRun } from '../apiLibrary.ts';
import { parseReceipt } from '../receiptSchema.ts';

z.config({ jitless: true });

const kept = z.object({
  id: z.string().check(z.regex(/^[0-9a-f]{24}$/)),
  name: z.nullable(z.string().check(z.maxLength(120))),
  title: z.string().check(z.maxLength(200)),
  parameters: z.int().check(z.minimum(0)),
  pinned: z.boolean(),
  receipt: z.unknown(),
  weights: z.optional(z.object({ key: z.string(), name: z.string(), bytes: z.int() })),
  discarded: z.optional(z.string()),
});

/**
 * @throws DecantError `studio/receipt` when its receipt does not fit
 * @throws Error with the path of the first field that does not fit
 */
export function parseKeptRun(value: unknown): KeptRun {
  const result = kept.safeParse(value, { error: messageFor });
  if (result.success) return { ...result.data, receipt: parseReceipt(result.data.receipt) };
  const { path, message } = mostTelling(result.error.issues[0]);
  throw new Error(`Its field "${pathText(path)}" ${message}.`);
}

/** The run, or undefined where the value is none that this version reads. */
export function keptRunIn(value: unknown): KeptRun | undefined {
  try {
    return value === undefined ? undefined : parseKeptRun(value);
  } catch {
    return undefined;
  }
}
