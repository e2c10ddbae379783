/** What a result card says: the claim, both sides with their figures, and where they come from. Words only; drawn elsewhere. */
import { accuracyChange, sizeChange } from '../format/changes.ts';
import { bytesFigure, decimals, moment, percentFigure, text, timeFigure } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { tell } from '../messages/tell.ts';
import { titleOf } from '../recipe/words.ts';
import { qualityOf } from '../sides/quality.ts';
import type { AppState } from '../store/appStore.ts';
import { baseOf } from '../store/subject.ts';
import type { SideName, SideResult } from '../store/types.ts';

export interface CardFacts {
  readonly claim: string;
  readonly model: string;
  readonly sides: Readonly<Record<SideName, CardSide>>;
  /** Change of B against A, as words. */
  readonly change: string;
  readonly where: string;
  /** "live" or "recorded": a card never hides which. */
  readonly trust: string;
}

export interface CardSide {
  readonly recipe: string;
  readonly bytes: number;
  /** Label and value. */
  readonly figures: readonly (readonly [label: string, value: string])[];
}

/** Null until both sides have results. */
export function cardFacts(state: AppState): CardFacts | null {
  const { a, b } = state.results;
  if (!a || !b) return null;
  const { provenance } = b.measurement;
  return {
    claim: claimOf(a, b),
    model: state.bases[0]?.model.name ?? '',
    sides: { a: sideOf(state, 'a', a), b: sideOf(state, 'b', b) },
    change: changeOf(a, b),
    where: [tell(provenance.device), provenance.executor, tell(provenance.browser), moment(provenance.when)].join(
      ' · ',
    ),
    trust: provenance.kind === 'recorded' ? t('recorded') : t('measured live'),
  };
}

// ---------------------------------------------------------------------------------------------------------------------

function claimOf(a: SideResult, b: SideResult): string {
  const share = text(percentFigure(b.measurement.size.bytes / a.measurement.size.bytes));
  const { agreement, accuracy } = b.measurement.quality;
  if (agreement) {
    return t('{share} of the bytes, {same} of the answers.', { share, same: text(percentFigure(agreement.value)) });
  }
  if (accuracy) return t('{share} of the bytes, {right} right.', { share, right: text(percentFigure(accuracy.value)) });
  return t('{share} of the bytes.', { share });
}

function sideOf(state: AppState, side: SideName, result: SideResult): CardSide {
  const { size, speed } = result.measurement;
  const quality = qualityOf(result);
  const base = baseOf(state, state.sides[side].base);
  return {
    recipe: result.fileName ?? titleOf(result.recipe, base?.model.bitsPerWeight),
    bytes: size.bytes,
    figures: [
      [t('Size'), `${text(bytesFigure(size.bytes))}, ${decimals(size.bitsPerWeight, 2)} ${t('bits a weight')}`],
      ...(quality ? [[quality.label, `${text(quality.figure)} (${quality.note})`] as const] : []),
      ...(speed ? [[t('Time per sample'), text(timeFigure(speed.medianMs / speed.batch))] as const] : []),
    ],
  };
}

function changeOf(a: SideResult, b: SideResult): string {
  const size = sizeChange(b.measurement.size.bytes, a.measurement.size.bytes);
  const difference = b.measurement.quality.flips?.difference;
  return difference ? `${size}. ${accuracyChange(difference)}.` : `${size}.`;
}
