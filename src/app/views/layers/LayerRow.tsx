/** One layer in the table: what it is, and what each side made of it. */

import type { CSSProperties } from 'react';
import type { LayerSummary } from '../../../studio/api.ts';
import { bytesFigure, count, decimals, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import type { SideName } from '../../store/types.ts';
import { useLayerError, useSideLayer } from '../useLayer.ts';
import type { Known } from './graph/useKnown.ts';
import { LayerBits } from './LayerBits.tsx';

interface LayerRowProps {
  readonly layer: LayerSummary;
  /** Bytes of the largest layer, for the bars. */
  readonly most: number;
  /** Decibels of the most exact layer, for the bars. */
  readonly loudest: number;
  /** Times of the nodes, where they are asked for. */
  readonly known: Known | null;
}

export function LayerRow({ layer, most, loudest, known }: LayerRowProps) {
  const setLayer = useApp((state) => state.setLayer);
  const setView = useApp((state) => state.setView);
  const chosen = useApp((state) => state.layer === layer.node);
  const open = (): void => {
    setLayer(layer.node);
    setView('histogram');
  };
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <th scope="row">
        <button type="button" className="link" onClick={open}>
          {layer.node}
        </button>
      </th>
      <td className="quiet">
        {layer.operator}, {layer.shape.join(' × ')}
      </td>
      <SideCells side="a" node={layer.node} most={most} loudest={loudest} known={known} />
      <SideCells side="b" node={layer.node} most={most} loudest={loudest} known={known} />
    </tr>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

interface SideCellsProps extends Omit<LayerRowProps, 'layer'> {
  readonly side: SideName;
  readonly node: string;
}

function SideCells({ side, node, most, loudest, known }: SideCellsProps) {
  const made = useSideLayer(side, node);
  const error = useLayerError(side, node);
  const trust = useApp((state) => trustOf(state, side));
  if (!made)
    return (
      <td colSpan={5} data-side={side}>
        {t('not in this network')}
      </td>
    );
  return (
    <>
      <td className="side-head" data-side={side} data-provenance={trust}>
        <LayerBits side={side} node={node} bits={made.bits} />
      </td>
      <td data-side={side} data-provenance={trust}>
        {text(bytesFigure(made.bytes))}
        <Bar side={side} share={made.bytes / most} />
      </td>
      <td className="num" data-side={side}>
        {known ? timeWords(known, side, node) : made.scales > 0 ? count(made.scales) : '–'}
      </td>
      <td className="num" data-side={side} data-provenance={trust}>
        {error ? significant(error.maxError) : '–'}
      </td>
      <td data-side={side} data-provenance={trust}>
        {error ? `${decimals(error.sqnr, 1)} dB` : t('exact')}
        <Bar side={side} share={error ? Math.max(0, error.sqnr) / loudest : 1} />
      </td>
    </>
  );
}

function timeWords(known: Known, side: SideName, node: string): string {
  const row = known[side].profile?.find((one) => one.node === node);
  return row ? text(timeFigure(row.ms)) : '–';
}

function Bar({ side, share }: { readonly side: SideName; readonly share: number }) {
  return <i className={`cell-bar ${side}`} style={{ '--share': Math.min(1, share) } as CSSProperties} />;
}
