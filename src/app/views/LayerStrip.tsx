/** The strip over a chart of one layer: its bytes on both sides. */

import type { LayerSummary } from '../../studio/api.ts';
import { bytesFigure, count, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { Strip } from '../stage/Strip.tsx';
import { useSideLayer } from './useLayer.ts';

export function LayerStrip({ layer }: { readonly layer: LayerSummary }) {
  const a = useSideLayer('a', layer.node) ?? layer;
  const b = useSideLayer('b', layer.node) ?? layer;
  return (
    <Strip
      divided={false}
      bytesA={a.bytes}
      bytesB={b.bytes}
      nameA={`${layer.node}, ${widthWords(a)}`}
      nameB={`${layer.node}, ${widthWords(b)}`}
      noteA={bytesWords(a)}
      noteB={bytesWords(b)}
    />
  );
}

/** "4 bits", "32-bit floats" */
function widthWords({ bits }: LayerSummary): string {
  return bits > 8 ? t('{bits}-bit floats', { bits }) : t('{bits} bits', { bits });
}

// ---------------------------------------------------------------------------------------------------------------------

function bytesWords({ bytes, scales }: LayerSummary): string {
  const size = text(bytesFigure(bytes));
  if (scales === 0) return size;
  return scales === 1
    ? t('{size} with one scale', { size })
    : t('{size} with {scales} scales', { size, scales: count(scales) });
}
