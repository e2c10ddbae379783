/** Where the boxes of a graph lie, and where its keys lead. */
import { describe, expect, test } from 'vitest';
import type { OutlineNode } from '../../../../studio/api.ts';
import { BOX, edgePath, layoutGraph, neighbour } from './layout.ts';
import { segmentsOf, unitsOf } from './segments.ts';

const node = (name: string, operator: string, ...from: string[]): OutlineNode => ({
  node: name,
  operator,
  from,
  parameter: operator === 'Conv' || operator === 'Gemm' ? `${name}.weight` : null,
});

/** A stem, residual blocks of two convolutions, a head. */
function residual(blocks: number): OutlineNode[] {
  const nodes = [node('stem', 'Conv'), node('stem.relu', 'Relu', 'stem')];
  let last = 'stem.relu';
  for (let i = 0; i < blocks; i++) {
    nodes.push(
      node(`b${i}.c1`, 'Conv', last),
      node(`b${i}.r`, 'Relu', `b${i}.c1`),
      node(`b${i}.c2`, 'Conv', `b${i}.r`),
    );
    nodes.push(node(`b${i}.add`, 'Add', last, `b${i}.c2`), node(`b${i}.out`, 'Relu', `b${i}.add`));
    last = `b${i}.out`;
  }
  return [...nodes, node('pool', 'GlobalAveragePool', last), node('fc', 'Gemm', 'pool')];
}

describe('a graph that can be read', () => {
  test('joins what passes a value on to what made it', () => {
    const units = unitsOf([node('c', 'Conv'), node('r', 'Relu', 'c'), node('f', 'Gemm', 'r')]);
    expect(units.map(({ name, nodes, from }) => [name, nodes.length, from])).toEqual([
      ['c', 2, []],
      ['f', 1, [0]],
    ]);
  });

  test('shuts each residual block into one box', () => {
    const units = unitsOf(residual(27));
    const segments = segmentsOf(units);
    const blocks = segments.filter((segment) => segment.units.length > 1);
    expect(blocks).toHaveLength(27);
    expect(segments).toHaveLength(29);
    expect(segments.flatMap((segment) => segment.units)).toEqual(units.map((_, i) => i));
  });

  test('gives every box a place of its own inside of the width, also with blocks open', () => {
    const units = unitsOf(residual(3));
    const segments = segmentsOf(units);
    for (const width of [1140, 340]) {
      const open = new Set(segments.map((_, i) => i));
      const { boxes, height } = layoutGraph(units, segments, open, width);
      expect(boxes).toHaveLength(units.length);
      expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(boxes.length);
      for (const { x, y } of boxes) {
        expect(x + BOX.width).toBeLessThanOrEqual(width);
        expect(y + BOX.height).toBeLessThanOrEqual(height);
      }
    }
  });

  test('arrow keys follow the edges', () => {
    const units = unitsOf(residual(1));
    const layout = layoutGraph(units, segmentsOf(units), new Set(), 1140);
    const next = neighbour(layout, 0, 'ArrowRight') ?? -1;
    expect(layout.boxes[next]?.block).toBe(true);
    expect(neighbour(layout, next, 'ArrowLeft')).toBe(0);
    expect(neighbour(layout, layout.boxes.length - 1, 'ArrowRight')).toBeUndefined();
    expect(edgePath(layout.boxes[0]!, layout.boxes[next]!)).toMatch(/^M/);
  });
});
