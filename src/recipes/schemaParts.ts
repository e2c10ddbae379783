/** Parts that several kinds of steps share: how weights and activations are quantized, which layers are meant. */
import * as z from 'zod/mini';

// Before any schema is made: none is to run generated code, which the page's security policy forbids.
z.config({ jitless: true });

export const names = z.array(z.string().check(z.minLength(1)));

export const integerWeights = z.strictObject({
  bits: z.literal([2, 3, 4, 5, 6, 7, 8]),
  strategy: z._default(z.enum(['tensor', 'channel', 'group']), 'channel'),
  groupSize: z.optional(z.literal([16, 32, 64, 128])),
  symmetric: z._default(z.boolean(), true),
  clip: z._default(z.enum(['minmax', 'percentile', 'mse', 'range']), 'minmax'),
  percentile: z.optional(z.number().check(z.minimum(50), z.maximum(100))),
  range: z.optional(z.tuple([z.number().check(z.maximum(0)), z.number().check(z.minimum(0))])),
});

export const staticActivations = z.strictObject({
  bits: z._default(z.literal(8), 8),
  mode: z.literal('static'),
  symmetric: z.optional(z.boolean()),
  observer: z._default(z.enum(['minmax', 'moving-average', 'percentile', 'mse', 'entropy']), 'mse'),
  samples: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
  percentile: z.optional(z.number().check(z.minimum(50), z.maximum(100))),
});

/** Which layers a step touches. */
export const selection = {
  targets: z.optional(names),
  ignore: z.optional(names),
  exempt: z.optional(z.array(z.enum(['first', 'last']))),
};
