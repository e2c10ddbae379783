/** One page of a lesson: text, guess, action, and what was measured. */
import { t } from '../messages/t.ts';
import { useApp, useStudio } from '../store/context.tsx';
import { Ask } from './Ask.tsx';
import type { Finding } from './progress.ts';
import { progress } from './progress.ts';
import { Say } from './Say.tsx';
import { plain } from './say.ts';
import type { OpenLesson } from './useLesson.ts';

export function LessonPageBody({ page, name, facts, guess, finding, onSample }: OpenLesson) {
  if (!onSample) return <OtherNetwork />;
  return (
    <>
      {page.text(facts).map((said, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs of a page keep their places.
        <p key={i}>
          <Say said={said} />
        </p>
      ))}
      {(page.question || page.action) && (
        <div className="task">
          {page.question && (
            <Ask
              question={page.question}
              facts={facts}
              guess={guess}
              finding={finding}
              choose={(choice) => progress.getState().guess(name, choice)}
            />
          )}
          {page.action && (!page.question || guess !== undefined) && !finding && (
            <p className="todo">{t(page.action.todo)}</p>
          )}
        </div>
      )}
      <div role="status" aria-label={t('What was found')} className="found">
        {finding ? (
          <Found finding={finding} guess={guess} />
        ) : (
          <Waiting asked={guess !== undefined || !page.question} />
        )}
      </div>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Found({ finding, guess }: { readonly finding: Finding; readonly guess: number | undefined }) {
  const trust = finding.said.find((part) => typeof part !== 'string');
  return (
    <p>
      {finding.answer !== null && (
        <b className="verdict-word" data-provenance={typeof trust === 'object' ? trust.trust : 'live'}>
          {finding.answer === guess ? t('As you guessed.') : t('Not as you guessed.')}
        </b>
      )}{' '}
      <Say said={finding.said} />
      {typeof trust === 'object' && <span className="label">{originOf(finding)}</span>}
    </p>
  );
}

/** Why nothing has been found yet, where that is not up to the learner. */
function Waiting({ asked }: { readonly asked: boolean }) {
  const { engine } = useStudio();
  const phase = useApp((state) => state.phase);
  const working = useApp((state) => state.work !== null);
  if (phase === 'failed' || phase === 'stopped') {
    return (
      <p className="label">
        {t('Nothing is being measured.')}{' '}
        <button type="button" className="link" onClick={() => engine.measureAgain()}>
          {t('Measure again')}
        </button>
      </p>
    );
  }
  return asked && working ? <p className="label">{t('Being measured…')}</p> : null;
}

function OtherNetwork() {
  const { engine } = useStudio();
  return (
    <>
      <p>{t('This lesson speaks of the network that reads digits, and another one is open.')}</p>
      <div>
        <button type="button" className="btn" onClick={() => void engine.openBuiltIn()}>
          {t('Open the digits')}
        </button>
      </div>
    </>
  );
}

function originOf({ said }: Finding): string {
  const trusts = said.flatMap((part) => (typeof part === 'string' ? [] : [part.trust]));
  return plain(said) !== '' && trusts.includes('recorded') ? t('Recorded, not measured here.') : t('Measured here.');
}
