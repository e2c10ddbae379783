/** Every layer on both sides: bits, bytes, scales, largest error, noise. A click shows its weights in the histogram. */

import { lazy, Suspense } from 'react';
import type { LayerSummary } from '../../../studio/api.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { tx } from '../../messages/tx.tsx';
import { BitsDial } from '../../sides/BitsDial.tsx';
import { Measured } from '../../sides/Measured.tsx';
import { RecipeSentence } from '../../sides/RecipeSentence.tsx';
import { sizeReceipt } from '../../sides/receipts.ts';
import { sideTitle } from '../../stage/SideTags.tsx';
import { Strip } from '../../stage/Strip.tsx';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName } from '../../store/types.ts';
import { CopyTable } from '../CopyTable.tsx';
import { useChoice } from '../useChoice.ts';
import { useLayers } from '../useLayer.ts';
import type { Overlay } from './graph/overlay.ts';
import type { Known } from './graph/useKnown.ts';
import { useKnown } from './graph/useKnown.ts';
import { LayerRow } from './LayerRow.tsx';
import '../../styles/tables.css';
import '../turn.css';
import './layers.css';

const GraphView = lazy(() => import('./graph/GraphView.tsx'));

export default function LayersView() {
  const layers = useLayers();
  const a = useApp((state) => state.results.a);
  const b = useApp((state) => state.results.b);
  const [titleA, titleB] = [useApp((state) => sideTitle(state, 'a')), useApp((state) => sideTitle(state, 'b'))];
  const [bytesA, bytesB] = [a?.measurement.size.bytes ?? 0, b?.measurement.size.bytes ?? 0];
  const [overlay, setOverlay] = useChoice<Overlay>('overlay', ['bits', 'bytes', 'error', 'time']);
  const known = useKnown(overlay === 'time');
  const foreign = b !== null && a !== null && !sameLayers(a.layers, b.layers);
  return (
    <>
      <Strip
        bytesA={bytesA}
        bytesB={bytesB}
        nameA={titleA}
        nameB={titleB}
        noteA={text(bytesFigure(bytesA))}
        noteB={text(bytesFigure(bytesB))}
      />
      {foreign && (
        <p className="quiet layers-note">
          {t('B is another network: layers are paired where their names are the same.')}
        </p>
      )}
      {layers.length === 0 ? (
        <p className="view-empty">{t('This network has no weights that can be rounded.')}</p>
      ) : (
        <>
          <Suspense fallback={null}>
            <GraphView overlay={overlay} setOverlay={setOverlay} known={known} />
          </Suspense>
          <LayerTable layers={layers} known={overlay === 'time' ? known : null} />
          <HowMeasured />
        </>
      )}
      <section className="turn side b" aria-label={t('Recipe of side B')}>
        <BitsDial side="b" />
        <RecipeSentence side="b" />
      </section>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface LayerTableProps {
  readonly layers: readonly LayerSummary[];
  /** Where times are asked for: they then stand in the place of the scales. */
  readonly known: Known | null;
}

function LayerTable({ layers, known }: LayerTableProps) {
  const a = useApp((state) => state.results.a);
  const b = useApp((state) => state.results.b);
  const most = Math.max(1, ...layers.map(({ bytes }) => bytes));
  const noise = [...(a?.errors ?? []), ...(b?.errors ?? [])].map(({ sqnr }) => sqnr);
  const loudest = Math.max(1, ...noise.filter(Number.isFinite));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys.
    <section className="layer-table" aria-label={t('Layers')} tabIndex={0}>
      <table className="plain" id="layer-table">
        <caption className="unseen">{t('Layers on both sides; the name opens the histogram')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('layer')}</th>
            <th scope="col">{t('operator, shape')}</th>
            <SideHeads side="A" timed={known !== null} />
            <SideHeads side="B" timed={known !== null} />
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <LayerRow key={layer.node} layer={layer} most={most} loudest={loudest} known={known} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One receipt a side: every figure of its columns was measured together. */
function HowMeasured() {
  return (
    <p className="label layers-note">
      {tx('Errors are of weights, not of answers. How measured: {a}, {b}.', {
        a: <SideReceipt side="a" />,
        b: <SideReceipt side="b" />,
      })}{' '}
      <CopyTable table="layer-table" />
    </p>
  );
}

function SideReceipt({ side }: { readonly side: SideName }) {
  const result = useApp((state) => state.results[side]);
  const trust = useApp((state) => trustOf(state, side));
  if (!result) return <>{t('not yet')}</>;
  return (
    <Measured trust={trust} className="link" receipt={() => sizeReceipt(result.measurement, result.parameters)}>
      {side.toUpperCase()}
    </Measured>
  );
}

function SideHeads({ side, timed }: { readonly side: 'A' | 'B'; readonly timed: boolean }) {
  const whose = side.toLowerCase();
  const mark = <i className={`mark mark-${whose}`}>{side}</i>;
  return (
    <>
      <th scope="col" className="side-head" data-side={whose}>
        {mark}
        <span className="unseen">{side}, </span>
        {t('bits')}
      </th>
      <th scope="col" data-side={whose}>
        {t('bytes')}
      </th>
      <th scope="col" className="num" data-side={whose}>
        {timed ? t('time') : t('scales')}
      </th>
      <th scope="col" className="num" data-side={whose}>
        {t('largest error')}
      </th>
      <th scope="col" data-side={whose}>
        {t('signal to noise')}
      </th>
    </>
  );
}

function sameLayers(a: readonly LayerSummary[], b: readonly LayerSummary[]): boolean {
  return a.length === b.length && a.every(({ node }, i) => node === b[i]?.node);
}
