/** What a budget buys: the solver's widths as predicted and as measured, beside the best uniform width that fits. */
import type { Allocation, SensitivityMap, UniformPoint } from '../../../studio/api.ts';
import { accuracyChange, lowered } from '../../format/changes.ts';
import { bytesFigure, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { Measured } from '../../sides/Measured.tsx';
import { CopyTable } from '../CopyTable.tsx';
import { lossText } from './heat.ts';
import { mapReceipt } from './mapReceipt.ts';
import { allocationWords } from './widths.ts';

interface BudgetTableProps {
  readonly map: SensitivityMap;
  readonly budget: number;
  readonly predicted: Allocation;
  /** Null before it was measured. */
  readonly verified: Allocation | null;
}

export function BudgetTable({ map, budget, predicted, verified }: BudgetTableProps) {
  const taken = verified ?? predicted;
  const uniform = bestUniform(map, budget);
  const unit = map.metric === 'kl' ? t('drift, nats') : t('noise, share');
  const measured = verified?.measured;
  return (
    <>
      <table className="plain budget-table" id="budget-table">
        <caption className="unseen">{t('What {size} buy', { size: text(bytesFigure(budget)) })}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('measure')}</span>
            </th>
            <th scope="col">{t('predicted')}</th>
            <th scope="col">{t('measured')}</th>
            <th scope="col">{uniform ? t('all at {bits} bits', { bits: uniform.bits }) : t('one width for all')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{unit}</th>
            <td data-provenance="estimate">{lossText(taken.predicted)}</td>
            <td>
              {measured ? (
                <Measured trust="live" receipt={() => mapReceipt(map)}>
                  {lossText(measured.loss)}
                </Measured>
              ) : (
                t('not yet')
              )}
            </td>
            <td data-provenance="live">{uniform ? lossText(uniform.loss) : t('none fits')}</td>
          </tr>
          <tr>
            <th scope="row">{t('bytes')}</th>
            <td>{text(bytesFigure(predicted.bytes))}</td>
            <td>{verified ? text(bytesFigure(verified.bytes)) : '–'}</td>
            <td>{uniform ? text(bytesFigure(uniform.bytes)) : '–'}</td>
          </tr>
          {map.accuracy && (
            <tr>
              <th scope="row">{t('accuracy')}</th>
              <td>–</td>
              <td>{measured?.accuracy ? changeWords(measured.accuracy) : '–'}</td>
              <td>{uniform?.accuracy ? changeWords(uniform.accuracy) : '–'}</td>
            </tr>
          )}
          {(measured?.agreement ?? uniform?.agreement) && (
            <tr>
              <th scope="row">{t('same answer')}</th>
              <td>–</td>
              <td>{measured?.agreement ? text(percentFigure(measured.agreement.value)) : '–'}</td>
              <td>{uniform?.agreement ? text(percentFigure(uniform.agreement.value)) : '–'}</td>
            </tr>
          )}
        </tbody>
      </table>
      <p className="allotted">
        <b>{t('Bits:')}</b> {allocationWords(taken)}.{' '}
        {verified?.uniform && t('One width for all measured better than the mix, so it was taken.')}
        {!taken.exact &&
          t('The search was cut short; no mix can predict less than {loss}.', { loss: lossText(taken.bound) })}
      </p>
      <p className="label">
        {t('The prediction adds up what each layer costs alone. Samples shows what B then does on all of them.')}{' '}
        <CopyTable table="budget-table" />
      </p>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function bestUniform({ uniform }: SensitivityMap, budget: number): UniformPoint | undefined {
  return uniform.filter(({ bytes }) => bytes <= budget).sort((a, b) => a.loss - b.loss)[0];
}

function changeWords(difference: NonNullable<UniformPoint['accuracy']>): string {
  return lowered(accuracyChange(difference));
}
