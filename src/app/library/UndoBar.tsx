/** After a deletion: what was deleted, and the way back. Also where something could not be kept, and why. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { t } from '../messages/t.ts';
import { useStudio } from '../store/context.tsx';
import { shelfOf } from './shelf.ts';

/** Long enough to be read and reached by keyboard; the deletion can also be undone from elsewhere for minutes. */
const SHOWN_MS = 20_000;

export function UndoBar() {
  const shelf = shelfOf(useStudio());
  const { undo, failed } = useStore(shelf.state);
  useEffect(() => {
    if (undo === null) return;
    const timer = setTimeout(shelf.dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [undo, shelf]);
  const words = failed ?? (undo ? t('{name} is deleted.', { name: undo.name ?? undo.title }) : '');
  return (
    <div className={words === '' ? 'unseen' : 'undo-bar'} role="status">
      <span>{words}</span>
      {undo && failed === null && (
        <button type="button" className="link" onClick={() => void shelf.undo()}>
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
