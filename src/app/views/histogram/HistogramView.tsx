/** The weights of one layer before and after: left of the divider A, right of it B, with the quantization grid drawn. */
import type { Histogram } from '../../../studio/api.ts';
import { BitsDial } from '../../sides/BitsDial.tsx';
import { RecipeSentence } from '../../sides/RecipeSentence.tsx';
import { LayerStrip } from '../LayerStrip.tsx';
import { useLayer } from '../useLayer.ts';
import type { Task } from '../useTask.ts';
import { HistogramLegend } from './HistogramLegend.tsx';
import { HistogramPlot } from './HistogramPlot.tsx';
import { LayerFacts } from './LayerFacts.tsx';
import { LayerPicker } from './LayerPicker.tsx';
import { useHistogram } from './useHistogram.ts';
import '../turn.css';
import './histogram.css';

/** Fine enough for a curve on a wide screen, coarse enough for small layers. */
const BINS = 190;

export default function HistogramView() {
  const layer = useLayer();
  const a = useHistogram('a', layer?.parameter, BINS);
  const b = useHistogram('b', layer?.parameter, BINS);
  if (!layer) return <p className="view-empty">This network has no weights that can be rounded.</p>;
  return (
    <>
      <LayerStrip layer={layer} />
      <HistogramPlot layer={layer} a={a.value} b={b.value} waiting={waitingWords(a, b)} />
      <HistogramLegend b={b.value} />
      <div className="under">
        <LayerPicker chosen={layer} />
        <LayerFacts layer={layer} histogram={b.value} />
      </div>
      <section className="turn side b" aria-label="Recipe of side B">
        <BitsDial side="b" />
        <RecipeSentence side="b" />
      </section>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function waitingWords(a: Task<Histogram>, b: Task<Histogram>): string | null {
  if (a.error ?? b.error) return a.error ?? b.error;
  if (a.value && b.value) return null;
  return a.busy || b.busy ? 'Counting weights.' : 'Weights are counted once both sides are live.';
}
