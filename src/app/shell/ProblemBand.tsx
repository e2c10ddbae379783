/** A state that is not as it should be, above the stage: a drawing of the pour as it is now, why, facts, one way on. */

import { useRef } from 'react';
import { chooseLent } from '../engine/lentAgain.ts';
import { t } from '../messages/t.ts';
import type { AppState } from '../store/appStore.ts';
import { useApp, useStudio } from '../store/context.tsx';
import type { Problem } from '../store/types.ts';
import { openFiles } from './DropTarget.tsx';
import { ProblemPicture } from './ProblemPicture.tsx';

export function ProblemBand() {
  const problem = useApp((state) => state.problem);
  const setProblem = useApp((state) => state.setProblem);
  if (!problem) return null;
  return (
    <article className="problem" aria-labelledby="problem-title" role={problem.kind === 'no-webgpu' ? 'note' : 'alert'}>
      <ProblemPicture kind={problem.kind} />
      <div>
        <p className="label">{problem.label}</p>
        <h2 id="problem-title">{problem.title}</h2>
        <p className="why">{problem.why}</p>
        {problem.facts.length > 0 && (
          <dl>
            {problem.facts.map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <div className="tools-row">
        <ActionButton problem={problem} />
        {problem.action.kind !== 'dismiss' && (
          <button type="button" className="link" onClick={() => setProblem(null)}>
            {t('Carry on without')}
          </button>
        )}
      </div>
    </article>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function ActionButton({ problem }: { readonly problem: Problem }) {
  const { engine } = useStudio();
  const files = useRef<HTMLInputElement>(null);
  const state = useApp((whole: AppState) => whole);
  const { action } = problem;
  const take = (chosen: readonly File[] | null): void => {
    if (chosen === null) files.current?.click();
    else if (chosen.length > 0) void openFiles(engine, chosen);
  };
  const act = (): void => {
    if (action.kind === 'choose-file') {
      if (action.lent) void chooseLent().then(take);
      else files.current?.click();
    } else state.setProblem(null);
    if (action.kind === 'measure') engine.measureAgain();
    if (action.kind === 'open-again') void engine.openAgain();
    if (action.kind === 'open-anyway') void engine.openAnyway();
    if (action.kind === 'adapt') state.openPanel('model');
  };
  return (
    <>
      <button type="button" className="btn btn-main" onClick={act}>
        {action.label}
      </button>
      {action.kind === 'choose-file' && (
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label={t('Files')}
          onChange={(event) => void openFiles(engine, [...(event.currentTarget.files ?? [])])}
        />
      )}
    </>
  );
}
