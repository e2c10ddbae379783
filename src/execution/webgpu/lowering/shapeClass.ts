/** The class of shapes for which the tuner remembers one winner: each size to the nearest power of two above. */
export function shapeClass(sizes: Readonly<Record<string, number>>): string {
  return Object.entries(sizes)
    .map(([name, size]) => `${name}${size <= 1 ? size : 2 ** Math.ceil(Math.log2(size))}`)
    .join(' ');
}
