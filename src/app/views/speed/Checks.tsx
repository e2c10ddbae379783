/** What was checked and tuned on this adapter: each kernel against the reference, and the variants that were timed. */

import { useState } from 'react';
import type { SelfCheckRow } from '../../../studio/api.ts';
import { text, timeFigure } from '../../format/numbers.ts';
import { t } from '../../messages/t.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { CopyTable } from '../CopyTable.tsx';
import { useTask } from '../useTask.ts';

export function Checks() {
  return (
    <div className="checks">
      <SelfChecks />
      <Tuned />
    </div>
  );
}

/** The self-check of every kernel family. */
export function SelfChecks() {
  const { engine } = useStudio();
  const ready = useApp((state) => state.readiness);
  const idle = useApp((state) => state.phase === 'idle');
  const whole = useTask(idle && ready?.adapter ? 'self-check' : null, (options) => engine.selfCheck(options));
  const rows = whole.value ?? ready?.selfCheck ?? [];
  return (
    <section aria-labelledby="checks-title">
      <h2 id="checks-title">{t('Kernels against the reference')}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{whole.error ?? t('No kernels run here: this browser lends out no GPU.')}</p>
      ) : (
        <CheckTable rows={rows} />
      )}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function CheckTable({ rows }: { readonly rows: readonly SelfCheckRow[] }) {
  return (
    <>
      <table className="plain" id="check-table">
        <caption className="unseen">{t('Largest relative error of each kernel on this adapter')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('kernel')}</th>
            <th scope="col" className="num">
              {t('largest error')}
            </th>
            <th scope="col" className="num">
              {t('allowed')}
            </th>
            <th scope="col">{t('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kernel, error, tolerance, ok }) => (
            <tr key={kernel}>
              <th scope="row">{kernel}</th>
              <td className="num" data-provenance="live">
                {exponent(error)}
              </td>
              <td className="num">{exponent(tolerance)}</td>
              <td>{ok ? t('passed') : <span className="key-wrong">{t('× not used')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <CopyTable table="check-table" />
    </>
  );
}

function Tuned() {
  const { engine } = useStudio();
  const ready = useApp((state) => state.readiness);
  const idle = useApp((state) => state.phase === 'idle');
  const [rounds, setRounds] = useState(0);
  const { value, error, busy, progress } = useTask(idle && ready ? `tuning ${rounds}` : null, (options) =>
    rounds === 0 ? engine.tuning(options) : engine.tune('b', options),
  );
  return (
    <section aria-labelledby="tuned-title">
      <h2 id="tuned-title">{t('Variants timed here')}</h2>
      <p>
        <button type="button" className="link" disabled={busy || !idle} onClick={() => setRounds(rounds + 1)}>
          {busy && rounds > 0
            ? t('Timing variants… {done} of {total}', { done: progress?.done ?? 0, total: progress?.total ?? '?' })
            : t('Time the variants for B')}
        </button>
      </p>
      {!value || value.length === 0 ? (
        <p className="quiet">{error ?? t('Nothing has been tuned on this adapter yet: the defaults run.')}</p>
      ) : (
        <>
          <table className="plain" id="tuned-table">
            <caption className="unseen">{t('The tuner’s table')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('family')}</th>
                <th scope="col">{t('shape class')}</th>
                <th scope="col">{t('winner')}</th>
                <th scope="col">{t('timings')}</th>
              </tr>
            </thead>
            <tbody>
              {value.map(({ family, shapeClass, winner, timings }) => (
                <tr key={`${family} ${shapeClass}`}>
                  <th scope="row">{family}</th>
                  <td>{shapeClass}</td>
                  <td>{winner}</td>
                  <td className="quiet" data-provenance="live">
                    {Object.entries(timings)
                      .map(([variant, ms]) => `${variant} ${text(timeFigure(ms))}`)
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <CopyTable table="tuned-table" />
        </>
      )}
    </section>
  );
}

function exponent(value: number): string {
  return value === 0 ? '0' : value.toExponential(1).replace('-', '−');
}
