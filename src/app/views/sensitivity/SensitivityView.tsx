/** Which layers mind rounding: a measured map of layers by widths, and what a budget of bytes buys from it. */

import { lazy, Suspense, useState } from 'react';
import type { RoundedBits, SensitivityMode } from '../../../studio/api.ts';
import { bytesFigure, count, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { CopyButton } from '../../panels/CopyButton.tsx';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { grainWords } from '../../recipe/words.ts';
import { Measured } from '../../sides/Measured.tsx';
import { sideTitle } from '../../stage/SideTags.tsx';
import { Strip } from '../../stage/Strip.tsx';
import { useApp } from '../../store/context.tsx';
import { useChoice } from '../useChoice.ts';
import { useLayers } from '../useLayer.ts';
import { Budget } from './Budget.tsx';
import { HeatMap } from './HeatMap.tsx';
import type { HeatRow } from './heat.ts';
import { csvOf, lossSentence, partsOf, rowName, rowsOf } from './heat.ts';
import { mapReceipt } from './mapReceipt.ts';
import type { MapControls } from './useMap.ts';
import { useMap } from './useMap.ts';
import { withAll, withAllBut, withLayerBits } from './widths.ts';
import '../../styles/panels.css';
import '../../styles/tables.css';
import '../turn.css';
import './sensitivity.css';

const Painter = lazy(() => import('./Painter.tsx'));

export default function SensitivityView() {
  const layers = useLayers();
  const [mode, setMode] = useChoice<SensitivityMode>('map', ['each', 'allBut']);
  const [proposed, propose] = useState<Readonly<Record<string, number>> | null>(null);
  const map = useMap(mode);
  const each = useMap('each');
  return (
    <>
      <WholeStrip />
      {layers.length === 0 ? (
        <p className="view-empty">{t('This network has no weights that can be rounded.')}</p>
      ) : (
        <div className="studies-pair">
          <section aria-labelledby="map-title">
            <Head mode={mode} setMode={setMode} map={map} />
            <MapTable mode={mode} map={map} proposed={mode === 'each' ? proposed : null} />
          </section>
          <Budget map={each.study.result} mapKey={each.key} propose={propose} />
        </div>
      )}
      {each.study.result && each.key !== null && (
        <Suspense fallback={null}>
          <Painter key={each.key} map={each.study.result} mapKey={each.key} />
        </Suspense>
      )}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function WholeStrip() {
  const bytesA = useApp((state) => state.results.a?.measurement.size.bytes ?? 0);
  const bytesB = useApp((state) => state.results.b?.measurement.size.bytes ?? 0);
  return (
    <Strip
      bytesA={bytesA}
      bytesB={bytesB}
      nameA={useApp((state) => sideTitle(state, 'a'))}
      nameB={useApp((state) => sideTitle(state, 'b'))}
      noteA={text(bytesFigure(bytesA))}
      noteB={text(bytesFigure(bytesB))}
    />
  );
}

interface HeadProps {
  readonly mode: SensitivityMode;
  readonly setMode: (mode: SensitivityMode) => void;
  readonly map: MapControls;
}

const MODES: readonly SensitivityMode[] = ['each', 'allBut'];

/** The two ways to ask, and the button that measures, which becomes progress with a way to stop. */
function Head({ mode, setMode, map: { study, key, start, stop } }: HeadProps) {
  const measuring = useApp((state) => state.phase === 'measuring' || state.phase === 'starting');
  const ready = key !== null && !measuring;
  return (
    <>
      <header className="study-head">
        <h2 id="map-title">{t('Drift by layer and width')}</h2>
        <div className="map-modes" role="radiogroup" aria-label={t('What is rounded')}>
          {MODES.map((value) => (
            <label key={value}>
              <input type="radio" name="map-mode" checked={mode === value} onChange={() => setMode(value)} />
              {value === 'each' ? t('each alone') : t('all but one')}
            </label>
          ))}
        </div>
        {!study.busy && (
          <button type="button" className={`btn${study.result ? '' : ' btn-main'}`} disabled={!ready} onClick={start}>
            {study.result ? t('Measure again') : t('Measure the map')}
          </button>
        )}
      </header>
      {study.busy && <ProgressRow label={t('measuring the map')} progress={study.progress} stop={stop} />}
      {study.error !== null && (
        <p className="study-error" role="alert">
          × {study.error}
        </p>
      )}
      {study.stopped && <p className="label">{t('Stopped. What was measured stays; measure again for the rest.')}</p>}
      {!ready && !study.busy && !study.result && (
        <p className="label">{t('The map can be measured once both sides are live.')}</p>
      )}
    </>
  );
}

interface MapTableProps {
  readonly mode: SensitivityMode;
  readonly map: MapControls;
  readonly proposed: Readonly<Record<string, number>> | null;
}

type Looked = { readonly row: HeatRow; readonly bits: RoundedBits } | null;

function MapTable({ mode, map: { study }, proposed }: MapTableProps) {
  const layers = useLayers();
  const spec = useApp((state) => state.sides.b);
  const setSide = useApp((state) => state.setSide);
  const announce = useApp((state) => state.announce);
  const [looked, look] = useState<Looked>(null);
  const { cells, uniform } = partsOf(study.result, study.found);
  const nodes = study.result?.layers.map(({ node }) => node) ?? layers.map(({ node }) => node);
  const rows = rowsOf(nodes, cells, uniform);
  const metric = study.result?.metric ?? 'kl';
  const choose = (row: HeatRow, bits: RoundedBits): void => {
    const { node } = row;
    const recipe = changed(spec.recipe, node, bits, mode);
    setSide('b', { ...spec, recipe });
    announce(t('B: {layer} at {bits} bits.', { layer: rowName(row, mode), bits }));
  };
  return (
    <>
      <HeatMap
        rows={rows}
        mode={mode}
        metric={metric}
        recipe={spec.recipe}
        proposed={proposed}
        busy={study.busy}
        choose={choose}
        look={look}
      />
      <CellNote looked={looked} mode={mode} map={study.result} metric={metric} />
      {study.result && (
        <p className="label map-foot">
          <Measured trust="live" className="link" receipt={() => mapReceipt(study.result)}>
            {t('How measured')}
          </Measured>
          <span>
            {t('{count} samples', { count: count(study.result.samples) })}, {grainWords(spec.recipe.grain)}
            {study.result.synthetic ? t(', made-up inputs') : ''}
          </span>
          <CopyButton text={csvOf(study.result)}>{t('Copy as CSV')}</CopyButton>
        </p>
      )}
    </>
  );
}

function changed(recipe: Parameters<typeof withAll>[0], node: string | null, bits: RoundedBits, mode: SensitivityMode) {
  if (node === null) return withAll(recipe, bits);
  if (bits === 16) return withLayerBits(recipe, node, 16);
  return mode === 'each' ? withLayerBits(recipe, node, bits) : withAllBut(recipe, { node, bits });
}

interface CellNoteProps {
  readonly looked: Looked;
  readonly mode: SensitivityMode;
  readonly map: MapControls['study']['result'];
  readonly metric: 'kl' | 'noise';
}

/** The cell that is looked at, in words. */
function CellNote({ looked, mode, map, metric }: CellNoteProps) {
  if (!looked) {
    return (
      <p className="cell-note quiet">
        {t('Click a cell to give B that width. Ringed: what B has. Dashed: what the budget would choose.')}
      </p>
    );
  }
  const { row, bits } = looked;
  const loss = row.losses[bits];
  const layer = map?.layers.find(({ node }) => node === row.node);
  const [before, after] = [layer?.bytes[32], layer?.bytes[bits]];
  const bytes =
    mode === 'each' && before !== undefined && after !== undefined
      ? ` ${t('{after} instead of {before}.', { after: text(bytesFigure(after)), before: text(bytesFigure(before)) })}`
      : '';
  return (
    <p className="cell-note">
      <b>{t('{layer} at {bits} bits:', { layer: rowName(row, mode), bits })}</b>{' '}
      {loss ? `${lossSentence(loss, metric)}.` : t('not measured yet.')}
      {bytes}
    </p>
  );
}
