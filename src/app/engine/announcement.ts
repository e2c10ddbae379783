/** The sentence that a screen reader hears when a measurement is done. */
import { accuracyChange, sizeChange } from '../format/changes.ts';
import { bytesFigure, percentFigure, text } from '../format/numbers.ts';
import { titleOf } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';

export function announcementOf({ results, sides }: AppState): string {
  const { a, b } = results;
  if (!a || !b) return 'Measured.';
  const { accuracy, flips } = b.measurement.quality;
  const parts = [
    `B, ${titleOf(sides.b.recipe)}: ${text(bytesFigure(b.measurement.size.bytes))}`,
    `${sizeChange(b.measurement.size.bytes, a.measurement.size.bytes)} than A`.replace(
      'the same size than',
      'the same size as',
    ),
    ...(accuracy ? [`${text(percentFigure(accuracy.value))} right`] : []),
    ...(flips?.difference ? [accuracyChange(flips.difference).toLowerCase()] : []),
  ];
  return `${parts.join(', ')}.`;
}
