/** What is laid over the graph, and the way to shut opened blocks. */
import { t } from '../../../messages/t.ts';
import type { Overlay } from './overlay.ts';

interface OverlayChoiceProps {
  readonly overlay: Overlay;
  readonly setOverlay: (overlay: Overlay) => void;
  readonly waiting: string | null;
  /** Blocks that are open. */
  readonly opened: number;
  readonly shutAll: () => void;
}

const OVERLAYS: readonly Overlay[] = ['bits', 'bytes', 'error', 'time'];

export function OverlayChoice({ overlay, setOverlay, waiting, opened, shutAll }: OverlayChoiceProps) {
  const words = { bits: t('bits'), bytes: t('bytes'), error: t('error'), time: t('time') };
  return (
    <div className="graph-head">
      <h2>{t('Graph')}</h2>
      <fieldset>
        <legend className="unseen">{t('What the bars show')}</legend>
        {OVERLAYS.map((one) => (
          <label key={one}>
            <input type="radio" name="overlay" checked={one === overlay} onChange={() => setOverlay(one)} />
            {words[one]}
          </label>
        ))}
      </fieldset>
      <span className="label" role="status">
        {waiting}
      </span>
      {opened > 0 && (
        <button type="button" className="link" onClick={shutAll}>
          {t('Shut all blocks')}
        </button>
      )}
    </div>
  );
}
