/** Values with one element a channel, (C), seen beside X, (N, C, ...). */
import type { RewriteContext } from '../../operator.ts';

/** All axes of X but the channels. */
export const axesBesideChannels = (rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1);

/** The axes of each sample's channel: height, width and so on. */
export const axesAfterChannels = (rank: number): number[] =>
  Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i + 2);

/** A vector (C) as (C, 1, ...), which broadcasts to X. */
export function alongChannels({ builder }: Pick<RewriteContext, 'builder'>, vector: string, rank: number): string {
  const after = Array.from({ length: Math.max(0, rank - 2) }, (_, i) => i + 1);
  return after.length ? builder.add('Unsqueeze', [vector, builder.ints(after)]) : vector;
}

/** Sums a value of X's shape to one element a channel, (C). */
export function sumToChannels({ builder, type }: Pick<RewriteContext, 'builder' | 'type'>, value: string): string {
  const axes = axesBesideChannels(type(value).shape.length);
  return builder.add('ReduceSum', [value, builder.ints(axes)], { keepdims: 0 });
}
