/** The chain as the JSON that the engine reads: to be read, changed, copied, and taken back. */
import { useEffect, useId, useState } from 'react';
import { t } from '../messages/t.ts';
import { CopyButton } from '../panels/CopyButton.tsx';
import { recipeOf } from './chain.ts';
import { usePipeline, usePipelineCalls } from './usePipeline.ts';

export function ChainJson() {
  const pipeline = usePipelineCalls();
  const chain = usePipeline((state) => state.chain);
  const json = JSON.stringify(recipeOf(chain), null, 2);
  const [text, setText] = useState(json);
  const [error, setError] = useState<string | null>(null);
  const told = useId();
  useEffect(() => {
    setText(json);
    setError(null);
  }, [json]);
  const take = (): void => void pipeline.take(text).then(setError);
  return (
    <details className="chain-json">
      <summary>{t('As JSON')}</summary>
      <label className="field">
        <span>{t('What decant.run takes; change it here, or put another in its place.')}</span>
        <textarea
          className="code"
          rows={12}
          spellCheck={false}
          value={text}
          aria-invalid={error !== null}
          aria-describedby={told}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p id={told} className="study-error" role="alert">
        {error !== null && `× ${error}`}
      </p>
      <div className="tools-row">
        <button type="button" className="btn" disabled={text === json} onClick={take}>
          {t('Take this recipe')}
        </button>
        <CopyButton text={json}>{t('Copy the recipe')}</CopyButton>
      </div>
    </details>
  );
}
