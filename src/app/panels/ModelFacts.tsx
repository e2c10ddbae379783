/** What is known of a network from reading it. */
import type { ModelSummary, ValueSummary } from '../../studio/api.ts';
import { bytesFigure, count, decimals, text } from '../format/numbers.ts';
import { Facts } from './Facts.tsx';

export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const { name, format, parameters, bytes, bitsPerWeight, inputs, outputs, operators, unsupported, notes } = model;
  const licence = model.metadata.licence ?? model.metadata.license;
  return (
    <>
      <h3>Open now</h3>
      <Facts
        rows={[
          ['name', name],
          ['format', format],
          ['parameters', count(parameters)],
          ['size', `${text(bytesFigure(bytes))}, ${decimals(bitsPerWeight, 2)} bits a weight`],
          ['inputs', inputs.map(valueWords).join('; ')],
          ['outputs', outputs.map(valueWords).join('; ')],
          ['operators', operatorWords(operators)],
          ['not run here', unsupported.map(({ node, operator }) => `${operator} (${node})`).join(', ') || 'nothing'],
          ...(licence ? [['licence', licence] as const] : []),
        ]}
      />
      {notes.map((note) => (
        <p key={note} className="said">
          {note}
        </p>
      ))}
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function valueWords({ name, dtype, shape }: ValueSummary): string {
  return `${name}: ${dtype} ${shape.length > 0 ? shape.join(' × ') : 'scalar'}`;
}

/** "12 Conv, 11 Relu, 1 Gemm", the commonest first. */
function operatorWords(operators: Readonly<Record<string, number>>): string {
  const rows = Object.entries(operators).sort(([, p], [, q]) => q - p);
  return rows.map(([operator, n]) => `${n} ${operator}`).join(', ');
}
