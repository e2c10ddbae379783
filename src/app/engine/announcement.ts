/** The sentence that a screen reader hears when a measurement is done. */
import { accuracyChange, lowered, sizeChange } from '../format/changes.ts';
import { bytesFigure, percentFigure, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { titleOf } from '../recipe/words.ts';
import type { AppState } from '../store/appStore.ts';

export function announcementOf({ results, sides }: AppState): string {
  const { a, b } = results;
  if (!a || !b) return t('Measured.');
  const { accuracy, flips } = b.measurement.quality;
  const [bytes, other] = [b.measurement.size.bytes, a.measurement.size.bytes];
  const parts = [
    t('B, {title}: {size}', { title: titleOf(sides.b.recipe), size: text(bytesFigure(bytes)) }),
    bytes === other ? t('the same size as A') : t('{change} than A', { change: sizeChange(bytes, other) }),
    ...(accuracy ? [t('{share} right', { share: text(percentFigure(accuracy.value)) })] : []),
    ...(flips?.difference ? [lowered(accuracyChange(flips.difference))] : []),
  ];
  return `${parts.join(', ')}.`;
}
