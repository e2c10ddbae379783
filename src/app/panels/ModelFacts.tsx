/** What is known of a network from reading it. */

import type { ModelSummary, ValueSummary } from '../../studio/api.ts';
import { bytesFigure, count, decimals, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { Facts } from './Facts.tsx';

export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const { name, format, parameters, bytes, bitsPerWeight, inputs, outputs, operators, unsupported, notes } = model;
  const licence = model.metadata.licence ?? model.metadata.license;
  return (
    <>
      <h3>{t('Open now')}</h3>
      <Facts
        rows={[
          [t('name'), name],
          [t('format'), format],
          [t('parameters'), count(parameters)],
          [
            t('size'),
            t('{size}, {bits} bits a weight', { size: text(bytesFigure(bytes)), bits: decimals(bitsPerWeight, 2) }),
          ],
          [t('inputs'), inputs.map(valueWords).join('; ')],
          [t('outputs'), outputs.map(valueWords).join('; ')],
          [t('operators'), operatorWords(operators)],
          [
            t('not run here'),
            unsupported.map(({ node, operator }) => `${operator} (${node})`).join(', ') || t('nothing'),
          ],
          ...(licence ? [[t('licence'), licence] as const] : []),
        ]}
      />
      {notes.map((note) => (
        <p key={note} className="said">
          {tell(note)}
        </p>
      ))}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function valueWords({ name, dtype, shape }: ValueSummary): string {
  return `${name}: ${dtype} ${shape.length > 0 ? shape.join(' × ') : t('scalar')}`;
}

/** "12 Conv, 11 Relu, 1 Gemm", the commonest first. */
function operatorWords(operators: Readonly<Record<string, number>>): string {
  const rows = Object.entries(operators).sort(([, p], [, q]) => q - p);
  return rows.map(([operator, n]) => `${n} ${operator}`).join(', ');
}
