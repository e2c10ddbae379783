/** What runs keep beside checkpoints: graphs as bytes, curves in few points. */
import { describe, expect, test } from 'vitest';
import { quantize } from '../../compression/quantization/quantize.ts';
import type { Graph } from '../../graph/graph.ts';
import { mlp } from '../../models/networks.ts';
import { toPlainGraph } from '../plainGraph.ts';
import { graphFromBytes, graphToBytes } from './graphBytes.ts';
import { ThinCurve } from './thinCurve.ts';

describe('graphs as bytes', () => {
  const network = mlp({ input: [1, 4, 4], classes: 3, hidden: [40] }, 1);
  const packed = quantize(network, {
    weights: { bits: 4, strategy: 'group', groupSize: 32, symmetric: false, clip: 'minmax' },
  });

  test.each<[string, Graph | Promise<{ graph: Graph }>]>([
    ['dense', network],
    ['packed', packed],
  ])('%s weights come back as they were', async (_, made) => {
    const own = await made;
    const graph = 'graph' in own ? own.graph : own;
    const again = graphFromBytes(await graphToBytes(graph), 'graph-0');
    expect(await toPlainGraph(again)).toEqual(await toPlainGraph(graph));
  });

  test('bytes that were cut or changed are refused by name', async () => {
    const bytes = await graphToBytes(network);
    expect(() => graphFromBytes(bytes.slice(0, 500), 'graph-3')).toThrow('graph-3 is not whole');
    bytes[200] ^= 1;
    expect(() => graphFromBytes(bytes, 'graph-3')).toThrow('graph-3 is not whole');
  });
});

describe('a thinned curve', () => {
  const column = (from: number, length: number) => ({ total: Float32Array.from({ length }, (_, i) => from + i) });

  test('stays below its number of points, each the mean of its stretch', () => {
    const curve = new ThinCurve();
    for (let from = 0; from < 5000; from += 100) curve.add(from, column(from, 100));
    const { every, from, values } = curve.kept();
    expect([from, every, values.total.length]).toEqual([0, 16, Math.ceil(5000 / 16)]);
    expect(values.total[1]).toBe(16 + 7.5);
  });

  test('goes back, and goes on from what was kept', () => {
    const curve = new ThinCurve();
    curve.add(20, column(20, 10));
    const again = new ThinCurve(curve.kept());
    again.add(25, column(105, 3));
    expect(again.kept()).toEqual({ from: 20, every: 1, values: { total: [20, 21, 22, 23, 24, 105, 106, 107] } });
  });
});
