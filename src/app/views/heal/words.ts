/** What restoring single layers did to one sample, as sentences. Pure functions of the result. */
import type { HealedLayer, HealResult } from '../../../studio/api.ts';
import { bytesFigure, percentFigure, text } from '../../format/numbers.ts';

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
  if (!sample) return 'This sample was not found.';
  const answer = name(sample.original.top);
  if (sample.compressed.top === sample.original.top) return `Nothing to mend: B says ${answer} as the original does.`;
  const [mender, ...others] = mendersOf(result);
  if (mender) {
    const names = others.map(({ node }) => node).join(', ');
    const also = others.length > 0 ? ` So does ${others.length > 1 ? 'each of ' : ''}${names}.` : '';
    return `${mender.node} mends it: restored to floats, ${text(bytesFigure(mender.bytes))} more, the answer is ${answer} again.${also}`;
  }
  const best = bestOf(result);
  if (!best) return 'No layer differs from the original, so there is none to restore.';
  const [before, after] = [sample.compressed.original, best.answers[0]?.original ?? 0];
  const change = `${text(percentFigure(before))} to ${text(percentFigure(after))}`;
  return `No single layer mends it. ${best.node} moves most: ${answer} goes from ${change}.`;
}

// ---------------------------------------------------------------------------------------------------------------------

/** The layer that raises the original's answer most. */
function bestOf({ layers }: HealResult): HealedLayer | undefined {
  return layers.reduce<HealedLayer | undefined>((best, layer) => {
    const [mine, theirs] = [layer.answers[0]?.original ?? 0, best?.answers[0]?.original ?? -1];
    return mine > theirs ? layer : best;
  }, undefined);
}
