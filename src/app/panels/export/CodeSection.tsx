/** The recipe of a side as a program or as JSON, and a recipe back in from any of these. */
import { useState } from 'react';
import type { CodeRequest } from '../../../studio/api.ts';
import { loadRecipe } from '../../library/loadRecipe.ts';
import { t } from '../../messages/t.ts';
import { told } from '../../messages/tell.ts';
import { scriptOf } from '../../recipe/script.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { baseOf } from '../../store/subject.ts';
import type { SideName } from '../../store/types.ts';
import { useTask } from '../../views/useTask.ts';
import { CopyButton } from '../CopyButton.tsx';
import { FileButton } from '../FileButton.tsx';
import { saveFile } from '../save.ts';

type Language = CodeRequest['language'];

const LANGUAGES: readonly (readonly [language: Language, name: string, about: string])[] = [
  ['python', 'Python', 'For onnxruntime’s own quantizers, with what they do otherwise.'],
  ['javascript', 'JavaScript', 'For this page’s console, or a test of it.'],
  ['json', 'JSON', 'The recipe alone, as decant.run takes it.'],
];

export function CodeSection({ side }: { readonly side: SideName }) {
  const { engine, store } = useStudio();
  const [language, setLanguage] = useState<Language>('python');
  const base = useApp((state) => baseOf(state, state.sides[side].base));
  const recipe = useApp((state) => state.sides[side].recipe);
  const model = useApp((state) => state.results[side]?.modelId ?? null);
  const script = scriptOf(recipe, base?.model.layers ?? []) ?? { version: 1, steps: [] };
  const file = base?.model.format === 'built-in' ? {} : { file: base?.model.name ?? 'model.onnx' };
  const request: CodeRequest = { recipe: script, language, ...(language === 'json' ? {} : file) };
  const task = useTask(JSON.stringify(request), (options) => engine.decant.code(request, options));
  const code = task.value;
  return (
    <section>
      <h3>{t('Recipe as code')}</h3>
      <div className="choices" role="radiogroup" aria-label={t('Language of the program')}>
        {LANGUAGES.map(([value, name, about]) => (
          <label key={value}>
            <input type="radio" name="language" checked={value === language} onChange={() => setLanguage(value)} />
            <b>{name}</b>
            <span className="label">{t(about)}</span>
          </label>
        ))}
      </div>
      {task.error && (
        <p className="said" role="alert">
          {task.error}
        </p>
      )}
      {code && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus to be scrolled by keys. */}
          <pre className="code" tabIndex={0}>
            {code.text}
          </pre>
          <div className="tools-row">
            <CopyButton text={code.text}>{t('Copy {name}', { name: code.name })}</CopyButton>
            <button
              type="button"
              className="link copy"
              onClick={() => saveFile(code.name, new TextEncoder().encode(code.text))}
            >
              {t('Save {name}', { name: code.name })}
            </button>
          </div>
        </>
      )}
      <ReadBack side={side} ready={model !== null} />
      <span className="unseen" aria-live="polite">
        {task.busy
          ? ''
          : (code?.differences.length ?? 0) > 0 && store.getState().panel
            ? t('The program says where it differs.')
            : ''}
      </span>
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** The same files read back: a recipe, a receipt, or a program with a recipe inside. */
function ReadBack({ side, ready }: { readonly side: SideName; readonly ready: boolean }) {
  const studio = useStudio();
  const [error, setError] = useState<string | null>(null);
  const read = async (file: File): Promise<void> => {
    setError(null);
    const recipe = await studio.engine.decant.readCode(await file.text());
    await loadRecipe(studio, side, recipe, file.name);
  };
  return (
    <>
      <div className="tools-row">
        <FileButton
          accept=".json,.py,.js,.mjs,.txt"
          onFiles={([file]) => {
            if (file) read(file).catch((thrown) => setError(told(thrown)));
          }}
        >
          {t('Read a recipe in')}
        </FileButton>
        <span className="label">{ready ? t('Or drop it on the page: it becomes B.') : ''}</span>
      </div>
      {error && (
        <p className="said" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
