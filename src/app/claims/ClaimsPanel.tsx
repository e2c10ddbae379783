/**
 * Claims of articles, to be checked here: each with the experiment that tests it, run on the open network by one click,
 * and the verdict with its figures. The experiments and their bounds are the studio's.
 */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../core/task.ts';
import type { ClaimResult, ClaimSummary } from '../../studio/api.ts';
import { isAbort } from '../engine/aborts.ts';
import { t } from '../messages/t.ts';
import { tell, told } from '../messages/tell.ts';
import { ProgressRow } from '../panels/ProgressRow.tsx';
import { RECORDED } from '../recorded/schema.ts';
import type { Studio } from '../store/context.tsx';
import { useApp, useStudio } from '../store/context.tsx';
import './claims.css';

/** Verdicts are kept while the page is open, by what they were measured on. */
const kept = createStore<Readonly<Record<string, ClaimResult>>>()(() => ({}));

export default function ClaimsPanel() {
  const [claims, setClaims] = useState<readonly ClaimSummary[]>([]);
  useEffect(() => {
    void window.decant.claims().then(setClaims);
  }, []);
  return (
    <>
      <p className="lede">
        {t('Sentences that one reads everywhere. Each is tested here, on the network that is open.')}
      </p>
      <ul className="claims">
        {claims.map((claim) => (
          <Claim key={claim.id} claim={claim} />
        ))}
      </ul>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Claim({ claim }: { readonly claim: ClaimSummary }) {
  const { check, stop, result, progress, error, ready } = useCheck(claim);
  return (
    <li>
      <h3>{t('“{sentence}”', { sentence: t(claim.text) })}</h3>
      <p className="quiet">
        {t(claim.experiment)} {claim.trains && t('Networks are trained for it, which takes minutes.')}
      </p>
      {progress ? (
        <ProgressRow label={t('Measuring')} progress={progress} stop={stop} />
      ) : (
        <button type="button" className="btn" disabled={!ready} onClick={() => void check()}>
          {result ? t('Check again') : t('Check it here')}
        </button>
      )}
      {!ready && <span className="label"> {t('Possible as soon as the network is open here.')}</span>}
      {error && <p className="said">{error}</p>}
      <div role="status">{result && <Result result={result} />}</div>
    </li>
  );
}

const VERDICT_WORDS: Readonly<Record<ClaimResult['verdict'], string>> = {
  holds: 'Holds here',
  partly: 'Holds in part',
  fails: 'Does not hold here',
  undecided: 'Not decided by this',
};

function Result({ result: { verdict, summary, parts } }: { readonly result: ClaimResult }) {
  return (
    <>
      <p className="claim-verdict" data-provenance="live">
        <b>{t(VERDICT_WORDS[verdict])}.</b> {tell(summary)}
      </p>
      <dl className="facts">
        {parts.map((part) => (
          <div key={part.text} data-provenance="live">
            <dt>{t(VERDICT_WORDS[part.verdict])}</dt>
            <dd>
              {tell(part.text)}. <span className="quiet">{tell(part.detail)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const DIGITS_TO_LEARN_FROM = 1000;
const BEGUN: Progress = { label: 'Measuring', done: 0, total: 0 };

/** One claim's experiment: begun by a click, stopped with the panel. */
function useCheck(claim: ClaimSummary) {
  const model = useApp((state) => state.bases[0]?.model.id ?? RECORDED);
  const data = useApp((state) => state.opened?.data.id);
  const key = [claim.id, model, data ?? ''].join('|');
  const result = useStore(kept, (results) => results[key]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = (): void => running.current?.abort(new DOMException('Stopped.', 'AbortError'));
  useEffect(() => () => running.current?.abort(new DOMException('No longer looked at.', 'AbortError')), []);
  const studio = useStudio();
  const check = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setError(null);
    setProgress(BEGUN);
    try {
      const learn = claim.trains ? { learn: await dataToLearnFrom(studio) } : {};
      const request = { claim: claim.id, model, ...(data ? { data } : {}), ...learn };
      const found = await window.decant.checkClaim(request, { signal, onProgress: setProgress });
      kept.setState({ [key]: found });
    } catch (thrown) {
      setError(isAbort(thrown) ? null : told(thrown));
    } finally {
      setProgress(null);
    }
  };
  return { check, stop, result, progress, error, ready: model !== RECORDED };
}

/** Digits that no student is judged by; of a person's own data, all of it. */
async function dataToLearnFrom(studio: Studio): Promise<string> {
  const { trainerOf } = await import('../training/trainerOf.ts');
  const { data } = await trainerOf(studio).sources.subject({ samples: DIGITS_TO_LEARN_FROM });
  return data;
}
