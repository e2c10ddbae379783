/**
 * Every node of both sides under the ceilings of this adapter, measured when it is asked for; in words what limits them
 * and why a narrower width is or is not faster; and the same as a table.
 */
import type { Ceilings } from '../../../studio/api.ts';
import { bytesFigure, count, decimals, moment, significant, text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { ProgressRow } from '../../panels/ProgressRow.tsx';
import { Measured } from '../../sides/Measured.tsx';
import type { Receipt } from '../../sides/receipts.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { shelfHook, useStudy } from '../studyShelf.ts';
import { useChoice } from '../useChoice.ts';
import { RoofPlot } from './RoofPlot.tsx';
import { RoofTable } from './RoofTable.tsx';
import { roofPoints } from './roofline.ts';
import type { Profiles } from './useProfiles.ts';
import { whySentences } from './why.ts';

const useShelf = shelfHook<never, Ceilings>();
const KEY = 'ceilings';

export function Roofline({ profiles: { a, b } }: { readonly profiles: Profiles }) {
  const { engine } = useStudio();
  const shelf = useShelf();
  const { result, busy, progress, error } = useStudy(shelf, KEY);
  const adapter = useApp((state) => state.readiness?.adapter ?? null);
  const idle = useApp((state) => state.phase === 'idle');
  const measure = (): void => void shelf.run(KEY, (options) => engine.ceilings(options));
  return (
    <section className="roofline" aria-labelledby="roof-title">
      <header className="study-line">
        <h2 id="roof-title">{t('How fast it could be here')}</h2>
        {adapter && !busy && (
          <button type="button" className={`btn${result ? '' : ' btn-main'}`} disabled={!idle} onClick={measure}>
            {result ? t('Measure again') : t('Measure this adapter')}
          </button>
        )}
      </header>
      {!adapter && <p className="quiet">{t('Ceilings are measured on a GPU; this browser lends out none.')}</p>}
      {busy && <ProgressRow label={t('measuring this adapter')} progress={progress} stop={shelf.stop} />}
      {error !== null && (
        <p className="study-error" role="alert">
          × {error}
        </p>
      )}
      {adapter && !result && !busy && (
        <p className="quiet">
          {t(
            'Our copy kernel and our product of matrices are run at growing sizes; their best rates are the ceilings that every node is held against.',
          )}
        </p>
      )}
      {result && <Held ceilings={result} profiles={{ a, b }} />}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Held({ ceilings, profiles: { a, b } }: { readonly ceilings: Ceilings; readonly profiles: Profiles }) {
  const [roof, setRoof] = useChoice('roof', ['plot', 'table']);
  const asTable = roof === 'table';
  const elsewhere = useApp((state) => state.readiness?.chosen.executor === 'onnx');
  const [ofA, ofB] = [roofPoints('a', a.value ?? [], ceilings), roofPoints('b', b.value ?? [], ceilings)];
  const points = [...ofA, ...ofB];
  return (
    <>
      <p>
        {t('This adapter moves')}{' '}
        <Measured trust="live" receipt={() => receiptOf(ceilings)}>
          {significant(ceilings.gbs)} GB/s
        </Measured>{' '}
        {t('and computes')}{' '}
        <Measured trust="live" receipt={() => receiptOf(ceilings)}>
          {significant(ceilings.gflops)} GFLOP/s
        </Measured>
        {t(', as our kernels reach it.')}{' '}
        {elsewhere && t('Side A and B were measured by onnxruntime-web; the nodes here are ours, on WebGPU.')}
      </p>
      {points.length === 0 ? (
        <p className="quiet">{a.error ?? b.error ?? t('Nodes are timed once both sides are live.')}</p>
      ) : (
        <div className="roof-pair">
          <div>
            {asTable ? <RoofTable points={points} /> : <RoofPlot points={points} ceilings={ceilings} />}
            <p className="label">
              <button
                type="button"
                className="link"
                aria-pressed={asTable}
                onClick={() => setRoof(asTable ? 'plot' : 'table')}
              >
                {asTable ? t('As a chart') : t('As a table')}
              </button>
            </p>
          </div>
          <div className="why" role="status">
            <h3>{t('Why fewer bits are, or are not, faster here')}</h3>
            {whySentences(ofA, ofB, ceilings).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

function receiptOf({ gbs, copiedBytes, gflops, side, launchMs, clock, seconds, when }: Ceilings): Receipt {
  return {
    title: t('Ceilings of this adapter'),
    what: t('Best rates of our own kernels over several sizes, not of a data sheet; a better kernel would lift them.'),
    rows: [
      [
        t('bytes'),
        t('{rate} GB/s, reading and writing {bytes} by Relu', {
          rate: significant(gbs),
          bytes: text(bytesFigure(copiedBytes)),
        }),
      ],
      [
        t('arithmetic'),
        t('{rate} GFLOP/s, a product of {side} × {side} floats', { rate: significant(gflops), side: count(side) }),
      ],
      [t('start of a kernel'), text(timeFigure(launchMs))],
      [t('clock'), clock === 'wall' ? t('wall clock') : t('GPU timestamps')],
      [t('when'), t('{when}, took {seconds} s', { when: moment(when), seconds: decimals(seconds, 1) })],
    ],
  };
}
