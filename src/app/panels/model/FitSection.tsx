/**
 * Whether a network fits here, by which limit, with the budget to edit: of the one that is open, or of one whose header
 * alone was read. Beside it what rounding would leave of it.
 */
import { verdictHere, weightWords } from '../../engine/weighing.ts';
import { bytesFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { BudgetField } from '../../sides/BudgetField.tsx';
import type { Fit, LimitCheck } from '../../sides/budgetVerdict.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { useTask } from '../../views/useTask.ts';
import '../../styles/tables.css';

interface FitSectionProps {
  /** Address of a network that is not open; null for the open one. */
  readonly address: string | null;
  /** Id of the open network, once it is open here. */
  readonly model: string | null;
}

export function FitSection({ address, model }: FitSectionProps) {
  const { engine } = useStudio();
  const readiness = useApp((state) => state.readiness);
  const budget = useApp((state) => state.budget);
  const { value, busy, error } = useTask(address ?? model, (options) =>
    engine.decant.weigh(address ?? { model: model ?? '' }, options),
  );
  const shown = busy ? null : value;
  const verdict = shown && verdictHere({ readiness, budget }, { bytes: shown.bytes, largest: shown.largest.bytes });
  return (
    <section aria-labelledby="fit-title">
      <h3 id="fit-title">{t('Will it fit?')}</h3>
      {busy && <p role="status">{t('Reading the header.')}</p>}
      {error !== null && !busy && <p role="alert">× {error}</p>}
      {shown && verdict && (
        <>
          <p role="status" data-fit={verdict.fit} data-provenance="live">
            {weightWords(shown.name, shown.bytes, verdict)}.{' '}
            {address !== null &&
              t('Only its header was read; the file has {size}.', { size: sizeWords(shown.fileBytes) })}
          </p>
          <Limits checks={verdict.checks} largest={shown.largest.parameter} />
          <p>
            <BudgetField />
          </p>
          <Rounded rounded={shown.rounded} bound={budget ?? hardBound(verdict.checks)} />
        </>
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Limits({ checks, largest }: { readonly checks: readonly LimitCheck[]; readonly largest: string }) {
  if (checks.length === 0) return <p className="quiet">{t('This browser states no limit.')}</p>;
  return (
    <table className="plain fit-table">
      <caption className="unseen">{t('What it takes of each limit')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('limit')}</th>
          <th scope="col" className="num">
            {t('taken')}
          </th>
          <th scope="col">{t('verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ limit, taken, fit }) => (
          <tr key={limit}>
            <th scope="row">{limit}</th>
            <td className="num" title={largest}>
              {sizeWords(taken)}
            </td>
            <td data-fit={fit}>{fitWords(fit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RoundedProps {
  readonly rounded: readonly { readonly bits: number; readonly bytes: number }[];
  /** Bytes that it may take; null where nothing bounds it. */
  readonly bound: number | null;
}

/** What every width would leave, and from which on it fits. */
function Rounded({ rounded, bound }: RoundedProps) {
  const widths = rounded.map(({ bits, bytes }) => t('{bits} bits {size}', { bits, size: sizeWords(bytes) })).join(', ');
  const first = bound === null ? undefined : rounded.find(({ bytes }) => bytes <= bound);
  return (
    <p className="quiet">
      {t('Rounded in groups of 32 it would take: {widths}.', { widths })}{' '}
      {bound !== null &&
        (first
          ? t('From {bits} bits on it fits {size}.', { bits: first.bits, size: sizeWords(bound) })
          : t('At no width does it fit {size}.', { size: sizeWords(bound) }))}
    </p>
  );
}

/** The least of the limits that it breaks. */
function hardBound(checks: readonly LimitCheck[]): number | null {
  const broken = checks.filter(({ fit }) => fit === 'too large').map(({ bound }) => bound);
  return broken.length > 0 ? Math.min(...broken) : null;
}

function fitWords(fit: Fit): string {
  switch (fit) {
    case 'fits':
      return t('fits');
    case 'tight':
      return t('tight');
    case 'too large':
      return t('too large');
    default:
      return fit satisfies never;
  }
}

const sizeWords = (bytes: number): string => text(bytesFigure(bytes));
