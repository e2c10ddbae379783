/** What a box of the graph says of both sides: bits, bytes, error or time, as a bar and as words. Pure. */
import type { LayerError, LayerProfile, LayerSummary } from '../../../../studio/api.ts';
import { bytesFigure, decimals, text, timeFigure } from '../../../format/numbers.ts';
import { t } from '../../../messages/t.ts';
import type { Unit } from './segments.ts';

export type Overlay = 'bits' | 'bytes' | 'error' | 'time';

/** What is known of one side. */
export interface SideKnown {
  readonly layers: readonly LayerSummary[];
  readonly errors: readonly LayerError[];
  readonly profile: readonly LayerProfile[] | null;
}

export interface Shown {
  /** Length of the bar before it is scaled; null where there is nothing to show. */
  readonly amount: number | null;
  readonly words: string;
}

const NOTHING: Shown = { amount: null, words: '' };

/** One side's value for the units of a box. */
export function shownOf(overlay: Overlay, units: readonly Unit[], side: SideKnown): Shown {
  const names = new Set(units.flatMap(({ nodes }) => nodes.map(({ node }) => node)));
  const layers = side.layers.filter(({ node }) => names.has(node));
  switch (overlay) {
    case 'bits':
      return layers.length === 0 ? NOTHING : bitsOf(layers);
    case 'bytes': {
      const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
      return layers.length === 0 ? NOTHING : { amount: bytes, words: text(bytesFigure(bytes)) };
    }
    case 'error':
      return layers.length === 0 ? NOTHING : noiseOf(side.errors.filter(({ node }) => names.has(node)));
    case 'time': {
      const rows = (side.profile ?? []).filter(({ node }) => names.has(node));
      const ms = rows.reduce((sum, row) => sum + row.ms, 0);
      return rows.length === 0 ? NOTHING : { amount: ms, words: text(timeFigure(ms)) };
    }
    default:
      return overlay satisfies never;
  }
}

// ---------------------------------------------------------------------------------------------------------------------

function bitsOf(layers: readonly LayerSummary[]): Shown {
  const widths = layers.map(({ bits }) => bits);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  return {
    amount: most,
    words: least === most ? t('{bits} bits', { bits: most }) : t('{least} to {most} bits', { least, most }),
  };
}

/** The bar is the noise's share of the signal, so that a longer bar is worse; the words are decibels. */
function noiseOf(errors: readonly LayerError[]): Shown {
  if (errors.length === 0) return { amount: 0, words: t('exact') };
  const worst = Math.min(...errors.map(({ sqnr }) => sqnr));
  if (!Number.isFinite(worst)) return { amount: 0, words: t('exact') };
  return { amount: 10 ** (-worst / 20), words: `${decimals(worst, 1)} dB` };
}
