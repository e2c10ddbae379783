/** What rounding did to one layer, in figures that open how they were measured. */

import type { Histogram, LayerSummary } from '../../../studio/api.ts';
import { count, decimals, significant } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import type { Receipt } from '../../sides/receipts.ts';
import { whereRows } from '../../sides/receipts.ts';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import { useLayerError, useSideLayer, weightsOf } from '../useLayer.ts';

interface LayerFactsProps {
  readonly layer: LayerSummary;
  readonly histogram: Histogram | null;
  /** A rounding that is being tried with the handles. */
  readonly tried: Histogram | null;
}

export function LayerFacts({ layer, histogram, tried }: LayerFactsProps) {
  const result = useApp((state) => state.results.b);
  const settled = useApp((state) => trustOf(state, 'b'));
  const trust = tried ? 'estimate' : settled;
  const made = useSideLayer('b', layer.node);
  const measured = useLayerError('b', layer.node);
  const error = tried?.error ?? measured;
  const rows: readonly (readonly [string, string, string])[] = [
    [t('weights'), count(weightsOf(layer)), `${layer.operator}, ${layer.shape.join(' × ')}`],
    [
      t('bits a weight'),
      made ? decimals((made.bytes * 8) / weightsOf(layer), 2) : '–',
      t('Bytes of this layer, scales included.'),
    ],
    [
      t('largest error'),
      error ? significant(error.maxError) : t('none'),
      t('Largest distance of a weight from its level.'),
    ],
    [
      t('signal to noise'),
      error ? `${decimals(error.sqnr, 1)} dB` : t('exact'),
      t('Energy of the weights over energy of the error.'),
    ],
  ];
  const beyond = histogram?.clip ? histogram.clip.below + histogram.clip.above : null;
  return (
    <section>
      <h2>{t('{layer}, rounded', { layer: layer.node })}</h2>
      <div className="fact-row">
        {rows.map(([term, value, what]) => (
          <div key={term}>
            <span className="label">{term}</span>
            <Measured trust={trust} receipt={() => receiptOf(layer, term, value, what, result)}>
              {value}
            </Measured>
          </div>
        ))}
      </div>
      {beyond !== null && (
        <p className="quiet">
          {beyond === 0
            ? t('No weight lies beyond the grid.')
            : t('{beyond} of {all} weights lie beyond the grid and are held at its ends.', {
                beyond: count(beyond),
                all: count(weightsOf(layer)),
              })}
        </p>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function receiptOf(
  layer: LayerSummary,
  term: string,
  value: string,
  what: string,
  result: { measurement: Parameters<typeof provenanceOf>[0] } | null,
): Receipt {
  const rows = [[t('layer'), layer.node] as const, [t('weights'), count(weightsOf(layer))] as const];
  return { title: `${value} ${term}`, what, rows: result ? [...rows, ...provenanceOf(result.measurement)] : rows };
}

function provenanceOf({ provenance }: { provenance: Parameters<typeof whereRows>[0] }): Receipt['rows'] {
  return whereRows(provenance);
}
