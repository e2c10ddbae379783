/** The report as one HTML file, and the model card in Markdown, with the licence that goes with them. */
import { useState } from 'react';
import { t } from '../../messages/t.ts';
import { told } from '../../messages/tell.ts';
import { useApp, useStudio } from '../../store/context.tsx';
import { trustOf } from '../../store/results.ts';
import { baseOf } from '../../store/subject.ts';
import type { SideName } from '../../store/types.ts';
import { saveFile } from '../save.ts';
import { reportRequest } from './reportRequest.ts';

type Format = 'html' | 'markdown';

export function ReportSection({ side }: { readonly side: SideName }) {
  const { engine, store } = useStudio();
  const stated = useApp((state) => licenceIn(baseOf(state, state.sides[side].base)?.model.metadata ?? {}));
  const ready = useApp((state) => trustOf(state, side) === 'live' && state.results[side]?.modelId !== null);
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState<Format | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const licence = typed ?? stated;
  const save = async (format: Format): Promise<void> => {
    const request = reportRequest(store.getState(), side);
    // A button that is disabled while it works would lose the focus.
    if (!request || busy !== null) return;
    setBusy(format);
    const words = await engine.decant.report({ ...request, format, ...(typed ? { licence: typed } : {}) }).then(
      ({ name, text }) => {
        saveFile(name, new TextEncoder().encode(text));
        return t('{name} is saved.', { name });
      },
      (thrown) => told(thrown),
    );
    setBusy(null);
    setSaid(words);
    store.getState().announce(words);
  };
  return (
    <section>
      <h3>{t('Report')}</h3>
      <div className="form">
        <label className="field whole">
          <span>{t('Licence')}</span>
          <input
            value={licence}
            maxLength={LONGEST}
            placeholder={t('none is stated in the file')}
            onChange={(event) => setTyped(event.target.value)}
          />
          <span>{t('Goes into report and card; the licence of the original binds.')}</span>
        </label>
      </div>
      <div className="tools-row">
        <button
          type="button"
          className="btn"
          disabled={!ready}
          aria-disabled={busy !== null}
          onClick={() => void save('html')}
        >
          {t('Save the report')}
        </button>
        <button
          type="button"
          className="btn"
          disabled={!ready}
          aria-disabled={busy !== null}
          onClick={() => void save('markdown')}
        >
          {t('Save the model card')}
        </button>
      </div>
      <p className="quiet">{t('One HTML file that prints well, and Markdown for a model hub.')}</p>
      {!ready && <p className="label">{t('Once the side is live.')}</p>}
      {said && <p className="said">{said}</p>}
    </section>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const LONGEST = 200;

function licenceIn(metadata: Readonly<Record<string, string>>): string {
  const key = Object.keys(metadata).find((name) => /(^|[._])licen[cs]e$/i.test(name));
  return key === undefined ? '' : (metadata[key] ?? '');
}
