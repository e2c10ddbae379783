/** What is kept in this browser: what takes how much, whether the browser keeps it for good, and all of it out and in. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Stored, StoredPart } from '../../studio/api.ts';
import { bytesFigure, count, text } from '../format/numbers.ts';
import { t } from '../messages/t.ts';
import { told } from '../messages/tell.ts';
import { Facts } from '../panels/Facts.tsx';
import { FileButton } from '../panels/FileButton.tsx';
import { useApp, useStudio } from '../store/context.tsx';
import { refreshTrainings, saveEverything, takeArchive } from './archive.ts';
import { forgetsAfterSevenDays, isPersisted } from './persist.ts';
import { shelfOf } from './shelf.ts';
import './library.css';

export default function LibraryPanel() {
  const studio = useStudio();
  const runs = useStore(shelfOf(studio).state, (state) => state.runs);
  const [stored, setStored] = useState<Stored | null>(null);
  const [error, setError] = useState<string | null>(null);
  const read = (): void => {
    studio.engine.decant.stored().then(setStored, (thrown) => setError(told(thrown)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is stored changes with the runs.
  useEffect(read, [runs]);
  const drop = async (part: StoredPart): Promise<void> => {
    await studio.engine.decant.dropStored(part.key).catch((thrown) => setError(told(thrown)));
    studio.store.getState().announce(t('{name} is deleted.', { name: part.name }));
    await shelfOf(studio).refresh();
    if (part.kind === 'training') void refreshTrainings(studio);
    read();
  };
  return (
    <>
      <p className="lede">
        {t(
          'Runs, recipes and the files you open stay in this browser until you delete them. Nothing is sent anywhere.',
        )}
      </p>
      {stored && <Room stored={stored} drop={(part) => void drop(part)} />}
      {error && (
        <p className="said" role="alert">
          {error}
        </p>
      )}
      <Archive />
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

const KINDS: Readonly<Record<StoredPart['kind'], string>> = {
  model: 'network',
  data: 'data',
  weights: 'weights of a run',
  training: 'training run, with its checkpoints',
  'left-over': 'left over',
};

function Room({ stored, drop }: { readonly stored: Stored; readonly drop: (part: StoredPart) => void }) {
  const { parts, runs, usage, quota } = stored;
  const persisted = usePersisted();
  return (
    <>
      <h3>{t('Storage')}</h3>
      <Facts
        rows={[
          [t('used'), usage === null ? t('not said') : text(bytesFigure(usage))],
          [t('granted'), quota === null ? t('not said') : text(bytesFigure(quota))],
          [t('runs'), count(runs)],
          [t('kept'), persistWords(persisted)],
        ]}
      />
      {forgetsAfterSevenDays() && (
        <p className="said">
          {t(
            'Safari deletes what a page keeps after seven days without a visit, unless it is on the home screen. Save an archive of what counts.',
          )}
        </p>
      )}
      {parts.length > 0 && (
        <ul className="stored" aria-label={t('What takes how much')}>
          {parts.map((part) => (
            <li key={part.key}>
              <span>
                <b>{part.name}</b> <span className="label">{t(KINDS[part.kind])}</span>
              </span>
              <span>{text(bytesFigure(part.bytes))}</span>
              <button
                type="button"
                className="link"
                aria-label={t('Delete {name}', { name: part.name })}
                onClick={() => drop(part)}
              >
                {t('Delete')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function usePersisted(): boolean | null {
  const [persisted, setPersisted] = useState<boolean | null>(null);
  useEffect(() => {
    void isPersisted().then(setPersisted);
  }, []);
  return persisted;
}

function persistWords(persisted: boolean | null): string {
  if (persisted === null) return t('as long as this browser likes');
  return persisted
    ? t('for good: the browser has promised')
    : t('until the disk runs full: the browser has not promised');
}

function Archive() {
  const studio = useStudio();
  const [said, setSaid] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const announce = useApp((state) => state.announce);
  const during = async (work: () => Promise<readonly string[]>): Promise<void> => {
    // A button that is disabled would lose the focus, and the sheet its Escape.
    if (busy) return;
    setBusy(true);
    const sentences = await work().catch((thrown) => [told(thrown)]);
    setSaid(sentences);
    announce(sentences.join(' '));
    setBusy(false);
  };
  return (
    <>
      <h3>{t('Everything as one file')}</h3>
      <p className="quiet">
        {t(
          'Runs with their names, recipes and figures, kept weights, training runs with their checkpoints, and the files that are open, as a zip that this page reads again.',
        )}
      </p>
      <div className="tools-row">
        <button
          type="button"
          className="btn btn-main"
          aria-disabled={busy}
          onClick={() => void during(() => saveEverything(studio))}
        >
          {t('Save everything')}
        </button>
        <FileButton accept=".zip" onFiles={([file]) => file && void during(() => takeArchive(studio, file))}>
          {t('Take an archive in')}
        </FileButton>
      </div>
      {said.map((sentence) => (
        <p key={sentence} className="said">
          {sentence}
        </p>
      ))}
    </>
  );
}
