/**
 * Which bodies are worth trying for a product, the likeliest first. On software adapters the order follows what was
 * measured on SwiftShader (GFLOP/s at 512 x 512 x 512); on hardware it follows how well tiles fill the GPU, and the
 * tuner settles it. Data and arithmetic only.
 */
import type { Capabilities } from '../../capabilities.ts';
import type { TileName, TileNumbers } from './tiles.ts';
import { tiles } from './tiles.ts';

export interface TileChoice {
  readonly tile: TileName;
  readonly numbers: TileNumbers;
  /** `16x8.8x4`: what the tuner's table shows. */
  readonly name: string;
}

export interface ProductSize {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batches: number;
}

/** Every body, in the order in which they are likely to win; the first is used until the tuner knows better. */
export function tileChoices(size: ProductSize, capabilities: Capabilities): readonly TileChoice[] {
  if (size.m === 1) return rowChoices(size, capabilities);
  return capabilities.software ? softwareChoices(size) : hardwareChoices(size);
}

/**
 * Whether four neighbours along x may load A together: they are a quad, which runs as one, and none of them is outside
 * of the product.
 */
export function sharesRows(
  { tile, numbers }: TileChoice,
  { n }: ProductSize,
  { quads, subgroups }: Capabilities,
): boolean {
  const { rows, columns, constants } = tiles[tile];
  const { WX = 0 } = { ...constants, ...numbers };
  return quads && subgroups && rows > 1 && WX >= 4 && WX % 4 === 0 && n % (4 * columns) === 0;
}

// ---------------------------------------------------------------------------------------------

const choice = (tile: TileName, numbers: TileNumbers = {}): TileChoice => ({
  tile,
  numbers,
  name: [tile, Object.values(numbers).join('x')].filter((part) => part !== '').join('.'),
});

/** Split K pays where lanes are many and barriers cheap: not on software. */
function rowChoices({ n, k }: ProductSize, { software }: Capabilities): readonly TileChoice[] {
  const widths = n >= 4096 ? [64, 16, 4] : n >= 256 ? [16, 64, 4] : [4, 16];
  const plain = widths.map((COLUMNS) => choice('row', { COLUMNS, SLICES: 1 }));
  if (software) return plain;
  const split = [choice('row', { COLUMNS: 16, SLICES: 16 }), choice('row', { COLUMNS: 32, SLICES: 4 })];
  return k < 256 ? [...plain, ...split] : [...split, ...plain];
}

/** Measured multiply-add throughput of full register tiles on SwiftShader, relative to each other. */
const softwareRates = { '4x4': 2.7, '8x8': 3.5, '16x8': 4.5, '16x16': 5.5 } as const;
/** Below this many multiply-adds the largest tile costs more to compile (0.3 s) than it gains in some hundred runs. */
const largeWork = 2 ** 23;

function softwareChoices(size: ProductSize): readonly TileChoice[] {
  const work = size.m * size.n * size.k * size.batches;
  const names = Object.keys(softwareRates) as (keyof typeof softwareRates)[];
  const late = (name: TileName) => (name === '16x16' && work < largeWork ? 1e9 : 1);
  const rated = names.flatMap((name) =>
    lanes.map((numbers) => ({ choice: choice(name, numbers), cost: late(name) * softwareCost(name, numbers, size) })),
  );
  rated.sort((x, y) => x.cost - y.cost);
  return rated.map((each) => each.choice);
}

/**
 * Lanes of four run along x; products with few columns put them along the rows, those with few rows lie flat. Where two
 * cost the same the first is taken: squares, whose operands stay in the caches (5 to 19 % faster than 8 x 4 at K = 128).
 */
const lanes = [
  { WX: 4, WY: 4 },
  { WX: 8, WY: 4 },
  { WX: 16, WY: 1 },
  { WX: 1, WY: 16 },
] as const;

/** Work with padding, over rate and over the workers that find a workgroup to run. */
function softwareCost(name: keyof typeof softwareRates, numbers: TileNumbers, size: ProductSize): number {
  const { rows, columns } = tiles[name];
  const { WX = 1, WY = 1 } = numbers;
  const lanesX = WX === 1 ? 1 : 4;
  const lanesY = WX === 1 ? 4 : 1;
  const padded =
    Math.ceil(size.m / (rows * lanesY)) * rows * lanesY * Math.ceil(size.n / (columns * lanesX)) * columns * lanesX;
  const [across, down] = [Math.ceil(size.n / (columns * WX)), Math.ceil(size.m / (rows * WY))];
  const groups = across * down * size.batches;
  const started = across * WX * columns * down * WY * rows;
  const idle = groups < workers ? workers / groups : 1;
  const gather = WX === 1 ? 1.15 : 1;
  return ((padded + startCost * (started - padded)) * idle * gather) / softwareRates[name];
}

/** What threads cost that start outside of the product and return at once, beside those that work. */
const startCost = 0.15;

/** Workgroups that should be there for a software adapter to use its cores. */
const workers = 4;

/** Workgroups that keep a GPU of a laptop busy. */
const fullGpu = 48;

function hardwareChoices({ m, n, k, batches }: ProductSize): readonly TileChoice[] {
  const groups = (size: number) => Math.ceil(m / size) * Math.ceil(n / size) * batches;
  const shared = groups(128) >= fullGpu ? ['shared_128', 'shared_64'] : ['shared_64', 'shared_128'];
  const registers = groups(64) >= fullGpu ? ['8x8', '4x4', '16x8'] : ['4x4', '8x8'];
  const small = groups(64) < 8 || k < 32;
  const names = (small ? [...registers, ...shared] : [...shared, ...registers]) as TileName[];
  return names.map((name) => choice(name, tiles[name].constants.WX ? { WX: 8, WY: 8 } : {}));
}
