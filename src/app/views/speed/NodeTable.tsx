/** Where the time goes: every node on both sides, with the kernel that ran it. */

import type { CSSProperties } from 'react';
import type { AdapterSummary, LayerProfile } from '../../../studio/api.ts';
import { count, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import type { Receipt } from '../../sides/receipts.ts';
import { useApp } from '../../store/context.tsx';
import type { SideName } from '../../store/types.ts';
import { CopyTable } from '../CopyTable.tsx';
import type { Profile, Profiles } from './useProfiles.ts';

export function NodeTable({ profiles: { a, b } }: { readonly profiles: Profiles }) {
  const nodes = [...new Set([...(a.value ?? []), ...(b.value ?? [])].map(({ node }) => node))];
  const slowest = Math.max(1e-9, ...[...(a.value ?? []), ...(b.value ?? [])].map(({ ms }) => ms));
  const error = a.error ?? b.error;
  const layer = useApp((state) => state.layer);
  const setLayer = useApp((state) => state.setLayer);
  const adapter = useApp((state) => state.readiness?.adapter ?? null);
  return (
    <section className="node-table" aria-labelledby="nodes-title">
      <h2 id="nodes-title">{t('Where the time goes')}</h2>
      {nodes.length === 0 ? (
        <p className="quiet">
          {error ?? (a.busy || b.busy ? t('Timing every node.') : t('Nodes are timed once both sides are live.'))}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
        <section className="scrolls" tabIndex={0} aria-label={t('Nodes')}>
          <table className="plain" id="node-table">
            <caption className="unseen">{t('Time of each node')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('node')}</th>
                <Heads side="A" />
                <Heads side="B" />
              </tr>
            </thead>
            <tbody>
              {nodes.map((node) => (
                <tr key={node} className={node === layer ? 'chosen' : ''}>
                  <th scope="row">
                    <button type="button" className="link" onClick={() => setLayer(node)}>
                      {node}
                    </button>
                  </th>
                  <Cells side="a" profile={find(a.value, node)} slowest={slowest} />
                  <Cells side="b" profile={find(b.value, node)} slowest={slowest} />
                </tr>
              ))}
            </tbody>
          </table>
          <p className="label">
            <Measured
              trust="live"
              className="link"
              receipt={() => nodesReceipt([...(a.value ?? []), ...(b.value ?? [])], adapter)}
            >
              {t('How measured')}
            </Measured>{' '}
            <CopyTable table="node-table" />
          </p>
        </section>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** One receipt for all nodes: they were timed together. */
function nodesReceipt(profile: Profile, adapter: AdapterSummary | null): Receipt {
  const runs = [...new Set(profile.map(({ n }) => n))].map((n) => count(n)).join(', ');
  const wall = profile.some(({ clock }) => clock === 'wall');
  return {
    title: t('Time of each node'),
    what: t(
      'Each node is timed by itself, again and again, apart from the runs of the whole network: the median counts.',
    ),
    rows: [
      [t('executor'), 'webgpu'],
      [t('device'), adapter ? adapter.description || adapter.vendor : t('none')],
      [t('runs'), runs],
      [t('clock'), wall ? t('wall clock') : t('GPU timestamps')],
    ],
  };
}

function find(profile: Profile | null, node: string): LayerProfile | undefined {
  return profile?.find((row) => row.node === node);
}

function Heads({ side }: { readonly side: 'A' | 'B' }) {
  const whose = side.toLowerCase();
  return (
    <>
      <th scope="col" data-side={whose}>
        <i className={`mark mark-${whose}`}>{side}</i> {t('time')}
      </th>
      <th scope="col" data-side={whose}>
        {t('kernel')}
      </th>
      <th scope="col" className="num" data-side={whose}>
        GFLOP/s
      </th>
      <th scope="col" className="num" data-side={whose}>
        GB/s
      </th>
    </>
  );
}

function Cells({
  side,
  profile,
  slowest,
}: {
  readonly side: SideName;
  readonly profile: LayerProfile | undefined;
  readonly slowest: number;
}) {
  if (!profile)
    return (
      <td colSpan={4} data-side={side}>
        –
      </td>
    );
  return (
    <>
      <td data-side={side} data-provenance="live">
        {text(timeFigure(profile.ms))}
        <i className={`cell-bar ${side}`} style={{ '--share': profile.ms / slowest } as CSSProperties} />
      </td>
      <td className="quiet" data-side={side}>
        {profile.kernels.join(', ') || profile.operator}
      </td>
      <td className="num" data-side={side}>
        {significant(profile.gflops)}
      </td>
      <td className="num" data-side={side}>
        {significant(profile.gbs)}
      </td>
    </>
  );
}
