/**
 * A graph made short enough to be read: nodes that only pass a value on join the node before them, and what lies between
 * two places that one value alone crosses is a block (a residual block, an attention block). Pure, for up to some
 * hundred nodes; `layout.ts` gives the result places.
 */
import type { OutlineNode } from '../../../../studio/api.ts';

/** One box: a node with those that follow it in a chain. */
export interface Unit {
  /** Name of its first node with a weight, else of its first node. */
  readonly name: string;
  readonly nodes: readonly OutlineNode[];
  /** Units that it reads, by place in the list. */
  readonly from: readonly number[];
}

/** Units between two crossings: one, or a block of several. */
export interface Segment {
  readonly units: readonly number[];
}

/** Chains as units, in topological order. */
export function unitsOf(nodes: readonly OutlineNode[]): Unit[] {
  const readers = new Map<string, number>();
  for (const { from } of nodes) for (const name of from) readers.set(name, (readers.get(name) ?? 0) + 1);
  const chains: OutlineNode[][] = [];
  const place = new Map<string, number>();
  for (const node of nodes) {
    const [only] = node.from;
    const before = node.from.length === 1 && only !== undefined ? place.get(only) : undefined;
    const chain = before === undefined ? undefined : chains[before];
    const joins = chain !== undefined && node.parameter === null && readers.get(only ?? '') === 1;
    if (joins && chain.at(-1)?.node === only) {
      chain.push(node);
      place.set(node.node, before ?? 0);
    } else {
      place.set(node.node, chains.length);
      chains.push([node]);
    }
  }
  return chains.map((chain, i) => ({
    name: (chain.find(({ parameter }) => parameter !== null) ?? chain[0])?.node ?? '',
    nodes: chain,
    from: [...new Set(chain.flatMap(({ from }) => from.flatMap((name) => place.get(name) ?? [])))].filter(
      (j) => j !== i,
    ),
  }));
}

/** Cuts the list of units wherever a single unit's value crosses. */
export function segmentsOf(units: readonly Unit[]): Segment[] {
  const last = units.map((_, i) => i);
  for (const [i, { from }] of units.entries()) for (const j of from) last[j] = Math.max(last[j] ?? 0, i);
  const segments: Segment[] = [];
  let open: number[] = [];
  for (let i = 0; i < units.length; i++) {
    open.push(i);
    const crossing = last.slice(0, i + 1).filter((to) => to > i).length;
    if (crossing > 1) continue;
    segments.push({ units: open });
    open = [];
  }
  if (open.length > 0) segments.push({ units: open });
  return segments;
}
