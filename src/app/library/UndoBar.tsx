/** After a deletion: what was deleted, and the way back. Also where something could not be kept, and why. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/t.ts';
import { useStudio } from '../store/context.tsx';
import { shelfOf } from './shelf.ts';

/** Long enough to be read and reached by keyboard; the deletion can also be undone from elsewhere for minutes. */
const SHOWN_MS = 20_000;

export function UndoBar() {
  const shelf = shelfOf(useStudio());
  const { undo, failed } = useStore(shelf.state);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (undo === null) return;
    // The line that had the focus is gone.
    back.current?.focus();
    const timer = setTimeout(shelf.dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [undo, shelf]);
  const bring = async (): Promise<void> => {
    await shelf.undo();
    requestAnimationFrame(() => focusLine(undo?.id));
  };
  const words = failed ?? (undo ? t('{name} is deleted.', { name: undo.name ?? undo.title }) : '');
  return (
    <div className={words === '' ? 'unseen' : 'undo-bar'} role="status">
      <span>{words}</span>
      {undo && failed === null && (
        <button ref={back} type="button" className="link" onClick={() => void bring()}>
          {t('Undo')}
        </button>
      )}
      {words !== '' && (
        <button type="button" className="link" onClick={shelf.dismiss}>
          {t('Close')}
        </button>
      )}
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function focusLine(id: string | undefined): void {
  document.querySelector<HTMLElement>(`[data-run="${id}"] .more`)?.focus();
}
