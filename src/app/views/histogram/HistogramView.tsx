/**
 * One layer before and after: left of the divider A, right of it B, with the quantization grid drawn over weights or over
 * what flows in; handles that cut weights off; and one row of it followed slowly down to its bytes.
 */
import type { Histogram } from '../../../studio/api.ts';
import { t } from '../../messages/t.ts';
import { BitsDial } from '../../sides/BitsDial.tsx';
import { RecipeSentence } from '../../sides/RecipeSentence.tsx';
import { LayerStrip } from '../LayerStrip.tsx';
import { useChoice } from '../useChoice.ts';
import { useLayer } from '../useLayer.ts';
import type { Task } from '../useTask.ts';
import { HistogramLegend } from './HistogramLegend.tsx';
import type { Counted } from './HistogramPlot.tsx';
import { HistogramPlot } from './HistogramPlot.tsx';
import { LayerFacts } from './LayerFacts.tsx';
import { LayerPicker } from './LayerPicker.tsx';
import { SlowRow } from './SlowRow.tsx';
import { useCut } from './useCut.ts';
import { useActivations, useHistogram } from './useHistogram.ts';
import '../turn.css';
import './histogram.css';

/** Fine enough for a curve on a wide screen, coarse enough for small layers. */
const BINS = 190;

export default function HistogramView() {
  const layer = useLayer();
  const [what, setWhat] = useChoice<Counted>('counted', ['weights', 'activations']);
  const ofWeights = what === 'weights';
  const counted = ofWeights ? layer?.parameter : undefined;
  const flowing = ofWeights ? null : (layer?.node ?? null);
  const control = useCut(layer, BINS);
  const weights = [useHistogram('a', counted, BINS), useHistogram('b', counted, BINS)] as const;
  const values = [useActivations('a', flowing, BINS), useActivations('b', flowing, BINS)] as const;
  if (!layer) return <p className="view-empty">{t('This network has no weights that can be rounded.')}</p>;
  const [a, b] = ofWeights ? weights : values;
  const shown = (ofWeights ? control.tried : null) ?? b.value;
  return (
    <>
      <LayerStrip layer={layer} />
      <HistogramPlot
        layer={layer}
        a={a.value}
        b={shown}
        waiting={waitingWords(a, b, what)}
        what={what}
        control={ofWeights ? control : null}
      />
      <HistogramLegend layer={layer} b={shown} what={what} setWhat={setWhat} control={control} />
      <div className="under">
        <LayerPicker chosen={layer} />
        <LayerFacts layer={layer} histogram={ofWeights ? shown : null} tried={control.tried} />
      </div>
      <SlowRow layer={layer} />
      <section className="turn side b" aria-label={t('Recipe of side B')}>
        <BitsDial side="b" />
        <RecipeSentence side="b" />
      </section>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function waitingWords(a: Task<Histogram>, b: Task<Histogram>, what: Counted): string | null {
  if (a.error ?? b.error) return a.error ?? b.error;
  if (a.value && b.value) return null;
  if (!a.busy && !b.busy) return t('Both are counted once both sides are live.');
  return what === 'weights' ? t('Counting weights.') : t('Running samples through both sides.');
}
