/**
 * What limits each node here: its operations a byte against the measured ceilings of this adapter (roofline model;
 * Williams, Waterman, Patterson, CACM 2009), and the start of a kernel where that takes most of its time. Pure.
 */
import type { Ceilings, LayerProfile } from '../../../studio/api.ts';
import type { SideName } from '../../store/types.ts';

/** What a node waits for: the start of its kernels, bytes, or arithmetic. */
export type Limit = 'start' | 'bytes' | 'arithmetic';

export interface RoofPoint {
  readonly side: SideName;
  readonly node: string;
  readonly ms: number;
  /** Operations a byte. */
  readonly intensity: number;
  readonly gflops: number;
  readonly gbs: number;
  /** The most that the ceilings allow at that intensity, in GFLOP/s. */
  readonly ceiling: number;
  /** Share of what the ceilings allow, 0 to about 1. */
  readonly reached: number;
  readonly limit: Limit;
}

/** A node that takes fewer starts of a kernel than this waits for starts above all. */
const FEW_STARTS = 2.5;

/** Nodes without operations or bytes (views, shapes) have no place on the roof. */
export function roofPoints(side: SideName, profile: readonly LayerProfile[], ceilings: Ceilings): RoofPoint[] {
  return profile.flatMap((row) => {
    if (!(row.gflops > 0) || !(row.gbs > 0)) return [];
    const intensity = row.gflops / row.gbs;
    const ceiling = Math.min(ceilings.gflops, ceilings.gbs * intensity);
    const { node, ms, gflops, gbs } = row;
    return [
      { side, node, ms, intensity, gflops, gbs, ceiling, reached: gflops / ceiling, limit: limitOf(row, ceilings) },
    ];
  });
}

/** The intensity at which bytes and arithmetic limit alike. */
export function ridge({ gflops, gbs }: Ceilings): number {
  return gflops / gbs;
}

export interface Tally {
  readonly ms: number;
  readonly nodes: number;
  /** Share of the time in nodes that wait for each. */
  readonly shares: Readonly<Record<Limit, number>>;
  /** Share of the ceilings that is reached, weighted by time. */
  readonly reached: number;
}

/** All nodes of a side together. */
export function tallyOf(points: readonly RoofPoint[]): Tally {
  const ms = points.reduce((sum, point) => sum + point.ms, 0);
  const share = (limit: Limit): number =>
    points.reduce((sum, point) => sum + (point.limit === limit ? point.ms : 0), 0) / Math.max(ms, 1e-12);
  const reached = points.reduce((sum, point) => sum + point.reached * point.ms, 0) / Math.max(ms, 1e-12);
  return {
    ms,
    nodes: points.length,
    shares: { start: share('start'), bytes: share('bytes'), arithmetic: share('arithmetic') },
    reached,
  };
}

/** What most of the time waits for. */
export function mainLimit({ shares }: Tally): Limit {
  const all: readonly Limit[] = ['start', 'bytes', 'arithmetic'];
  return all.reduce((most, limit) => (shares[limit] > shares[most] ? limit : most), 'start');
}

// ---------------------------------------------------------------------------------------------------------------------

function limitOf({ ms, kernels, gflops, gbs }: LayerProfile, ceilings: Ceilings): Limit {
  const starts = ms / Math.max(ceilings.launchMs * Math.max(1, kernels.length), 1e-12);
  const least = Math.max(gflops / ceilings.gflops, gbs / ceilings.gbs);
  // A node that is near its ceiling is limited by it, however short it is.
  if (starts < FEW_STARTS && least < 0.5) return 'start';
  return gflops / gbs < ridge(ceilings) ? 'bytes' : 'arithmetic';
}
