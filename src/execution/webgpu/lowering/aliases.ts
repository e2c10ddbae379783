/** Operators that only see the same elements in another shape: they share memory and cost nothing. */
import type { Lowering } from './lowering.ts';

export const aliasNames = ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze'] as const;
export type AliasName = (typeof aliasNames)[number];

const alias: Lowering = { lower: (context) => context.alias(0, context.input(0)) };

export const aliases = {
  Reshape: alias,
  Flatten: alias,
  Squeeze: alias,
  Unsqueeze: alias,
} satisfies Record<AliasName, Lowering>;
