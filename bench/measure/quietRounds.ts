/**
 * Repeats rounds until enough of them were quiet. A round is judged by what others took of the processor, never by what
 * it measured; when quiet ones do not come, the quietest are kept.
 */

export interface Round<T> {
  readonly value: T;
  /** Share of all cores that others took, where it is known. */
  readonly share: number | undefined;
}

export interface QuietOptions {
  /** Rounds that are kept. */
  readonly wanted: number;
  /** Milliseconds after which no more are tried, once there are `wanted`. */
  readonly budgetMs: number;
  /** Waits until others are quiet, at most so many milliseconds; called after a disturbed round. */
  readonly calm: (mostMs: number) => Promise<unknown>;
  readonly now?: () => number;
}

/** Below this share of all cores a round counts as quiet. */
export const quietShare = 0.04;

/** @returns the kept rounds, in the order in which they ran */
export async function quietRounds<T>(
  play: (index: number) => Promise<Round<T>>,
  { wanted, budgetMs, calm, now = () => performance.now() }: QuietOptions,
): Promise<readonly Round<T>[]> {
  const rounds: Round<T>[] = [];
  const end = now() + budgetMs;
  const isQuiet = ({ share = 0 }: Round<T>) => share < quietShare;
  while (rounds.length < wanted || (rounds.filter(isQuiet).length < wanted && now() < end)) {
    const round = await play(rounds.length);
    rounds.push(round);
    if (!isQuiet(round) && now() < end) await calm(end - now());
  }
  const order = [...rounds].sort((a, b) => (a.share ?? 0) - (b.share ?? 0)).slice(0, wanted);
  return rounds.filter((round) => order.includes(round));
}

/** The mean over rounds, where it is known. */
export function shareOf(rounds: readonly Round<unknown>[]): number | undefined {
  const known = rounds.flatMap(({ share }) => share ?? []);
  return known.length > 0 ? known.reduce((sum, share) => sum + share, 0) / known.length : undefined;
}
