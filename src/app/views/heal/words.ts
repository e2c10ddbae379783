/** What restoring single layers did to one sample, as sentences. Pure functions of the result. */

import type { HealedLayer, HealResult } from '../../../studio/api.ts';
import { bytesFigure, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';

/** The layers that mend the sample, the cheapest first. */
export function mendersOf({ layers }: HealResult): HealedLayer[] {
  return layers.filter(({ healed }) => healed.length > 0).sort((a, b) => a.bytes - b.bytes);
}

/**
 * "fc1 mends it: restored to floats, 105 kB more, the answer is 4 again."
 * @param name the class of an index, as the note says it
 */
export function healSentence(result: HealResult, name: (index: number) => string): string {
  const [sample] = result.samples;
  if (!sample) return t('This sample was not found.');
  const answer = name(sample.original.top);
  if (sample.compressed.top === sample.original.top)
    return t('Nothing to mend: B says {answer} as the original does.', { answer });
  const [mender, ...others] = mendersOf(result);
  if (mender) {
    const names = others.map(({ node }) => node).join(', ');
    const values = { layer: mender.node, size: text(bytesFigure(mender.bytes)), answer };
    const mended = t('{layer} mends it: restored to floats, {size} more, the answer is {answer} again.', values);
    if (others.length === 0) return mended;
    return `${mended} ${others.length > 1 ? t('So does each of {names}.', { names }) : t('So does {names}.', { names })}`;
  }
  const best = bestOf(result);
  if (!best) return t('No layer differs from the original, so there is none to restore.');
  const [before, after] = [sample.compressed.original, best.answers[0]?.original ?? 0];
  return t('No single layer mends it. {layer} moves most: {answer} goes from {before} to {after}.', {
    layer: best.node,
    answer,
    before: text(percentFigure(before)),
    after: text(percentFigure(after)),
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/** The layer that raises the original's answer most. */
function bestOf({ layers }: HealResult): HealedLayer | undefined {
  return layers.reduce<HealedLayer | undefined>((best, layer) => {
    const [mine, theirs] = [layer.answers[0]?.original ?? 0, best?.answers[0]?.original ?? -1];
    return mine > theirs ? layer : best;
  }, undefined);
}
