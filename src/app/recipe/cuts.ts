/**
 * Where the weights of single layers are cut off, as a person has set the handles of the histogram: by node name, in the
 * units of the weights. In a link `fc1:-0.12:0.11`, each name escaped.
 */

/** [low, high] with low <= 0 <= high. */
export type Cut = readonly [low: number, high: number];
export type Cuts = Readonly<Record<string, Cut>>;

/** Figures that a limit is kept to: finer than a hand can set it. */
const FIGURES = 4;

export function encodeCuts(cuts: Cuts): string {
  return Object.entries(cuts)
    .map(([node, [low, high]]) => `${encodeURIComponent(node)}:${low}:${high}`)
    .join(',');
}

/** Reads what `encodeCuts` wrote; what is not understood is left out. */
export function decodeCuts(text: string | null): Cuts {
  const read = (text ?? '').split(',').flatMap((entry) => {
    const [name = '', low = '', high = ''] = entry.split(':');
    const cut: Cut = [Number(low), Number(high)];
    const fits = name !== '' && low !== '' && high !== '' && cut[0] <= 0 && cut[1] >= 0 && cut[1] > cut[0];
    return fits && cut.every(Number.isFinite) ? [[decoded(name), cut] as const] : [];
  });
  return Object.fromEntries(read);
}

/** The cut that a hand means: rounded, and alike on both sides of zero where levels are symmetric. */
export function cutFrom(low: number, high: number, symmetric: boolean): Cut {
  const reach = Math.max(-low, high);
  return symmetric ? [-tidy(reach), tidy(reach)] : [Math.min(0, tidy(low)), Math.max(0, tidy(high))];
}

/** The cuts without one layer's. */
export function withoutCut(cuts: Cuts, node: string): Cuts {
  const { [node]: _, ...others } = cuts;
  return others;
}

// ---------------------------------------------------------------------------------------------------------------------

function tidy(value: number): number {
  return Number(value.toPrecision(FIGURES));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
