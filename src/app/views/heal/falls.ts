/** Errors of layers as a waterfall: from what came in to what goes on, as shares of the signal's amplitude. Pure. */
import type { LayerDrift } from '../../../studio/api.ts';

export interface Fall {
  readonly node: string;
  /** Error of the layer before it, and of this one: root of noise over signal. */
  readonly before: number;
  readonly after: number;
}

/** One fall a layer, in graph order. */
export function fallsOf(drifts: readonly LayerDrift[]): Fall[] {
  const shares = drifts.map(({ sqnr }) => (Number.isFinite(sqnr) ? 10 ** (-sqnr / 20) : 0));
  return drifts.map(({ node }, i) => ({ node, before: shares[i - 1] ?? 0, after: shares[i] ?? 0 }));
}
