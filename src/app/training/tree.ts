/**
 * Runs as a tree: which row each run lies in and where it leaves its parent. A branch lies below what it left, as the
 * pour falls; runs of another root begin a tree of their own. Pure.
 */
import type { TrainingRecord } from '../../studio/api.ts';

export type TreeRun = Pick<TrainingRecord, 'run' | 'name' | 'parent' | 'step' | 'of' | 'status'>;

export interface Twig {
  readonly run: string;
  readonly name: string;
  /** From 0 downwards. */
  readonly row: number;
  /** Row of the run that it left, and the step; null for a root. */
  readonly leaves: { readonly row: number; readonly step: number } | null;
  /** Steps made. */
  readonly end: number;
  readonly status: TrainingRecord['status'];
}

/** The tree that holds a run, its root first, each branch directly below what it left, later branches above earlier. */
export function treeOf(runs: readonly TreeRun[], run: string): readonly Twig[] {
  const byId = new Map(runs.map((one) => [one.run, one]));
  const root = rootOf(byId, run);
  if (!root) return [];
  const twigs: Twig[] = [];
  const visit = (one: TreeRun, parentRow: number | null): void => {
    const row = twigs.length;
    const leaves = parentRow === null || !one.parent ? null : { row: parentRow, step: one.parent.step };
    twigs.push({ run: one.run, name: one.name, row, leaves, end: one.step, status: one.status });
    for (const child of childrenOf(runs, one.run)) visit(child, row);
  };
  visit(root, null);
  return twigs;
}

/** The stroke from a run's line down to its branch: along, a rounded fall, along. */
export function branchPath(x: number, top: number, bottom: number, end: number, radius: number): string {
  const q = Math.min(radius, (bottom - top) / 2);
  const right = Math.max(end, x + 2 * q);
  return (
    `M${r(x)} ${r(top)}Q${r(x + q)} ${r(top)} ${r(x + q)} ${r(top + q)}V${r(bottom - q)}` +
    `Q${r(x + q)} ${r(bottom)} ${r(x + 2 * q)} ${r(bottom)}H${r(right)}`
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Follows parents upwards; stops where a record is gone or a circle would close. */
function rootOf(byId: ReadonlyMap<string, TreeRun>, run: string): TreeRun | undefined {
  let at = byId.get(run);
  const seen = new Set<string>();
  while (at?.parent && !seen.has(at.run)) {
    seen.add(at.run);
    const above = byId.get(at.parent.run);
    if (!above) return at;
    at = above;
  }
  return at;
}

/** Those that left later come first, so that no stroke crosses another's line. */
function childrenOf(runs: readonly TreeRun[], run: string): TreeRun[] {
  return runs.filter(({ parent }) => parent?.run === run).sort((a, b) => (b.parent?.step ?? 0) - (a.parent?.step ?? 0));
}

const r = (value: number): string => String(Math.round(value * 10) / 10);
