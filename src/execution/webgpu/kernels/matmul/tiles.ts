/**
 * The bodies of every block product: a tile of sums a thread or a workgroup, over operands that come in blocks of
 * 4 x 4. Dense, quantized and convolution kernels put their own loaders before the same bodies. Not kernels yet.
 */
import indexing from '#shaders/common/indexing.wgsl?raw';
import lane from '#shaders/matmul/common/lane.wgsl?raw';
import tile4x4 from '#shaders/matmul/common/tile_4x4.wgsl?raw';
import tile8x8 from '#shaders/matmul/common/tile_8x8.wgsl?raw';
import tile16x8 from '#shaders/matmul/common/tile_16x8.wgsl?raw';
import tile16x16 from '#shaders/matmul/common/tile_16x16.wgsl?raw';
import tileRow from '#shaders/matmul/common/tile_row.wgsl?raw';
import tileShared64 from '#shaders/matmul/common/tile_shared_64.wgsl?raw';
import tileShared128 from '#shaders/matmul/common/tile_shared_128.wgsl?raw';

export type TileName = '4x4' | '8x8' | '16x8' | '16x16' | 'shared_64' | 'shared_128' | 'row';

/** A body and how much one thread (register tiles) or one workgroup (shared tiles) makes. */
export interface Tile {
  readonly name: TileName;
  readonly text: string;
  readonly rows: number;
  readonly columns: number;
  /** Names or numbers of `@workgroup_size`. */
  readonly workgroup: readonly (number | string)[];
  readonly constants: Readonly<Record<string, number>>;
}

const perThread = { workgroup: ['WX', 'WY'], constants: { WX: 8, WY: 4, SPAN: 2 ** 30 } };
const perGroup = { workgroup: [16, 16], constants: {} };

export const tiles: Readonly<Record<TileName, Tile>> = {
  '4x4': { name: '4x4', text: tile4x4, rows: 4, columns: 4, ...perThread },
  '8x8': { name: '8x8', text: tile8x8, rows: 8, columns: 8, ...perThread },
  '16x8': { name: '16x8', text: tile16x8, rows: 16, columns: 8, ...perThread },
  '16x16': { name: '16x16', text: tile16x16, rows: 16, columns: 16, ...perThread },
  shared_64: { name: 'shared_64', text: tileShared64, rows: 64, columns: 64, ...perGroup },
  shared_128: { name: 'shared_128', text: tileShared128, rows: 128, columns: 128, ...perGroup },
  row: {
    name: 'row',
    text: tileRow,
    rows: 1,
    columns: 4,
    workgroup: ['COLUMNS', 'SLICES'],
    constants: { COLUMNS: 16, SLICES: 16 },
  },
};

/** Texts of a kernel around a body, in the order in which WGSL is read by people: parameters, loaders, store, body. */
export const tileSource = (tile: Tile, ...parts: readonly string[]): readonly string[] => [
  indexing,
  lane,
  ...parts,
  tile.text,
];

/** Numbers given to a body's constants; those left out keep their usual values. */
export type TileNumbers = Readonly<Record<string, number>>;

/** Workgroups along n and m that cover an (m, n) product. */
export function tileGroups(
  tile: Tile,
  m: number,
  n: number,
  numbers: TileNumbers = {},
): { groups_x: number; groups_y: number } {
  const { WX = 1, WY = 1, COLUMNS = 1 } = { ...tile.constants, ...numbers };
  return {
    groups_x: Math.ceil(n / (tile.columns * WX * COLUMNS)),
    groups_y: Math.ceil(m / (tile.rows * WY)),
  };
}
