/**
 * The painter's rules: a budget that a seed decides, what widths cost, and how far a stroke reaches before the budget
 * ends. Pure. A game in a link is its seed and the score to beat: `paint=17.84`.
 */
import type { LayerBits, SensitivityMap } from '../../../studio/api.ts';

export type Painting = Readonly<Record<string, LayerBits>>;

/** Widths that can be painted, narrowest first; 32 leaves a layer as it came. */
const WIDTHS = [2, 3, 4, 5, 6, 7, 8, 32] as const;

export interface Game {
  readonly seed: number;
  /** The score of whoever shared it; null for a new game. */
  readonly toBeat: number | null;
}

/** Every layer at the narrowest width that was measured. */
export function blank({ layers }: SensitivityMap): Painting {
  return Object.fromEntries(layers.map((layer) => [layer.node, narrowest(layer.bytes)]));
}

/** Bytes to spend: between what all layers take at 3 and at 5 bits, whole hundreds, the same for everyone with the seed. */
export function budgetOf({ uniform, bytes }: SensitivityMap, seed: number): number {
  const at = (bits: number): number | undefined => uniform.find((point) => point.bits === bits)?.bytes;
  const [low, high] = [at(3) ?? bytes.least, at(5) ?? bytes.most];
  return Math.ceil((low + (high - low) * hash(seed)) / 100) * 100;
}

export function costOf({ layers, fixedBytes }: SensitivityMap, painting: Painting): number {
  return layers.reduce((sum, { node, bytes }) => sum + (bytes[painting[node] ?? 32] ?? 0), fixedBytes);
}

/** The painting after a stroke: as wide as asked for, or as the budget allows. */
export function stroke(
  map: SensitivityMap,
  painting: Painting,
  { node, bits, budget }: { readonly node: string; readonly bits: LayerBits; readonly budget: number },
): Painting {
  const offered = WIDTHS.filter((width) => width <= bits && widthsOf(map, node).includes(width)).reverse();
  const fits = offered.find((width) => costOf(map, { ...painting, [node]: width }) <= budget);
  return fits === undefined || fits === painting[node] ? painting : { ...painting, [node]: fits };
}

/** Widths that a layer can be painted with. */
export function widthsOf({ layers }: SensitivityMap, node: string): readonly LayerBits[] {
  const bytes = layers.find((layer) => layer.node === node)?.bytes;
  return WIDTHS.filter((width) => bytes?.[width] !== undefined);
}

/** How near a painting comes to the solver: 100 where it drifts as little, an eighth less for each doubling; 0 to 120. */
export function scoreOf(own: number, solver: number): number {
  if (own <= 0 || solver <= 0) return own <= solver ? 100 : 0;
  return Math.round(Math.min(120, Math.max(0, 100 - 12.5 * Math.log2(own / solver))));
}

/** Reads `paint=17.84`; null where the hash holds no game. */
export function gameIn(hash: string): Game | null {
  const found = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(new URLSearchParams(hash.replace(/^#/, '')).get('paint') ?? '');
  if (!found) return null;
  return { seed: Number(found[1]), toBeat: found[2] === undefined ? null : Number(found[2]) };
}

/** The hash with a game in it. */
export function withGame(hash: string, { seed, toBeat }: Game): string {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  params.set('paint', toBeat === null ? String(seed) : `${seed}.${toBeat}`);
  return `#${params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

// ---------------------------------------------------------------------------------------------------------------------

function narrowest(bytes: SensitivityMap['layers'][number]['bytes']): LayerBits {
  return WIDTHS.find((width) => bytes[width] !== undefined) ?? 32;
}

/** A seed as a share in [0, 1): an integer hash with good avalanche (Mueller's), so that neighbours differ. */
function hash(seed: number): number {
  let x = (seed + 1) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}
