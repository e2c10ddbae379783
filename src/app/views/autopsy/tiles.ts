/**
 * Values of a layer as a picture: each channel a tile, tiles in rows; a vector as one field that is nearly square; tokens
 * as lines of features. One value is one pixel, channels are a pixel apart. Pure.
 */

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** width × height; NaN between tiles. */
  readonly values: Float32Array;
}

/** How much wider than high a picture should be. */
const ASPECT = 1.5;

/**
 * @param shape of one sample: (channels, height, width), (tokens, features) or (features)
 * @param values of `given` channels, each with the rest of the shape
 */
export function rasterOf(shape: readonly number[], given: number, values: Float32Array): Raster {
  const [tileWidth, tileHeight] = tileOf(shape);
  const gap = shape.length > 2 ? 1 : 0;
  const columns = shape.length === 2 ? 1 : columnsFor(given, tileWidth + gap, tileHeight + gap);
  const rows = Math.ceil(given / columns);
  const [width, height] = [columns * (tileWidth + gap) - gap, rows * (tileHeight + gap) - gap];
  const out = new Float32Array(width * height).fill(Number.NaN);
  const size = tileWidth * tileHeight;
  for (let i = 0; i < given * size; i++) {
    const [tile, at] = [Math.floor(i / size), i % size];
    const x = (tile % columns) * (tileWidth + gap) + (at % tileWidth);
    const y = Math.floor(tile / columns) * (tileHeight + gap) + Math.floor(at / tileWidth);
    out[y * width + x] = values[i] ?? Number.NaN;
  }
  return { width, height, values: out };
}

/** The largest magnitude, over as many fields as are drawn alike; never zero. */
export function reachOf(...fields: readonly Float32Array[]): number {
  let reach = 1e-12;
  for (const field of fields) for (const value of field) reach = Math.max(reach, Math.abs(value));
  return reach;
}

export function differenceOf(a: Float32Array, b: Float32Array): Float32Array {
  return b.map((value, i) => value - (a[i] ?? 0));
}

export interface Apart {
  readonly channel: number;
  /** Place inside of the channel: (row, column), or none in a vector. */
  readonly at: readonly number[];
  readonly a: number;
  readonly b: number;
}

interface Traced {
  readonly shape: readonly number[];
  readonly channels: readonly number[];
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** The values that differ most, largest difference first. */
export function mostApart({ shape, channels, a, b }: Traced, count: number): Apart[] {
  const rest = shape.slice(1);
  const size = rest.reduce((product, side) => product * side, 1);
  const gap = (i: number): number => Math.abs((b[i] ?? 0) - (a[i] ?? 0));
  const order = Array.from(a.keys()).sort((p, q) => gap(q) - gap(p));
  return order.slice(0, count).map((i) => ({
    channel: channels[Math.floor(i / size)] ?? 0,
    at: placeIn(rest, i % size),
    a: a[i] ?? 0,
    b: b[i] ?? 0,
  }));
}

// ---------------------------------------------------------------------------------------------------------------------

/** Width and height of one channel's tile. */
function tileOf(shape: readonly number[]): [number, number] {
  const [width = 1, ...outer] = shape.slice(1).reverse();
  return [width, outer.reduce((product, side) => product * side, 1)];
}

function columnsFor(tiles: number, width: number, height: number): number {
  return Math.min(tiles, Math.max(1, Math.ceil(Math.sqrt((tiles * height * ASPECT) / width))));
}

function placeIn(shape: readonly number[], index: number): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((side) => {
      const at = rest % side;
      rest = Math.floor(rest / side);
      return at;
    })
    .reverse();
}
