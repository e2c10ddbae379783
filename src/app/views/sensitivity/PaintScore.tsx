/** What a painting costs, what B measures with it, and how it stands beside the solver's. */
import type { Allocation } from '../../../studio/api.ts';
import { bytesFigure, percentFigure, text } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import { CopyTable } from '../CopyTable.tsx';
import { lossText } from './heat.ts';
import type { Painting } from './paint.ts';

/** Both measured on the samples of the map. */
export interface Revealed {
  readonly own: Allocation;
  readonly solver: Allocation;
}

/** The measured drift, else the predicted one. */
export function lossOf({ measured, predicted }: Allocation): number {
  return measured?.loss ?? predicted;
}

export function Purse({ spent, budget }: { readonly spent: number; readonly budget: number }) {
  const left = text(bytesFigure(Math.max(0, budget - spent)));
  return (
    <div className="purse" role="status">
      <i style={{ width: `${Math.min(100, (spent / budget) * 100)}%` }} />
      <span>{t('{spent} spent, {left} left', { spent: text(bytesFigure(spent)), left })}</span>
    </div>
  );
}

/** What B measures with the painting, on all samples; quiet while it is measured. */
export function NowInB({ painting }: { readonly painting: Painting }) {
  const result = useApp((state) => state.results.b);
  const trust = useApp((state) => trustOf(state, 'b'));
  const matches = result?.layers.every(({ node, bits }) => painting[node] === undefined || painting[node] === bits);
  if (!result || !matches || trust === 'stale') return <p className="quiet">{t('B is measured after a stroke.')}</p>;
  const { accuracy, agreement } = result.measurement.quality;
  const shown = accuracy ?? agreement;
  if (!shown) return null;
  const values = { share: text(percentFigure(shown.value)) };
  return (
    <p data-provenance={trust}>
      {accuracy ? t('B reads {share} right with this.', values) : t('B answers {share} alike with this.', values)}
    </p>
  );
}

interface GapProps {
  readonly revealed: Revealed;
  readonly score: number;
  readonly toBeat: number | null;
}

/** Yours and the solver's on the same samples. */
export function Gap({ revealed: { own, solver }, score, toBeat }: GapProps) {
  const row = (name: string, { bytes, measured }: Allocation) => (
    <tr>
      <th scope="row">{name}</th>
      <td>{text(bytesFigure(bytes))}</td>
      <td data-provenance="live">{measured ? lossText(measured.loss) : '–'}</td>
      <td data-provenance="live">{measured?.agreement ? text(percentFigure(measured.agreement.value)) : '–'}</td>
    </tr>
  );
  return (
    <>
      <table className="plain" id="paint-table">
        <caption className="unseen">{t('Your spending and the solver’s')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('who')}</th>
            <th scope="col">{t('bytes')}</th>
            <th scope="col">{t('drift')}</th>
            <th scope="col">{t('same answer')}</th>
          </tr>
        </thead>
        <tbody>
          {row(t('you'), own)}
          {row(t('the solver'), solver)}
        </tbody>
      </table>
      <p role="status">
        <b>{t('Score {score}.', { score })}</b> {scoreWords(score, toBeat)} {t('The link now carries it.')}{' '}
        <CopyTable table="paint-table" />
      </p>
    </>
  );
}

function scoreWords(score: number, toBeat: number | null): string {
  if (toBeat !== null && score > toBeat) return t('That beats {toBeat}.', { toBeat });
  if (score >= 100) return t('As good as the solver, or better.');
  return t('100 is as little drift as the solver’s; each doubling of it costs an eighth.');
}
