/** What to do here, for who sees it for the first time; only while the built-in digits are open. */
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

/** In the free foot of the runs: what A and B are, and the quiet next steps. */
export function Begin() {
  const openPanel = useApp((state) => state.openPanel);
  if (!useApp(isBuiltIn)) return null;
  return (
    <div className="begin">
      <p>{t('A is a network that reads digits. Turn B’s dial to make it smaller, and see what breaks.')}</p>
      <ul>
        <li>
          <button type="button" className="link" onClick={() => openPanel('model')}>
            {t('Take a network of your own')}
          </button>
        </li>
        <li>
          <button type="button" className="link" onClick={() => openPanel('draw')}>
            {t('Draw a digit yourself')}
          </button>
        </li>
        <li>
          <button type="button" className="link" onClick={() => openPanel('palette')}>
            {t('Everything else')}{' '}
            <span aria-hidden="true">
              <kbd>Ctrl K</kbd>
            </span>
          </button>
        </li>
      </ul>
    </div>
  );
}

/** The same in one line, where the runs are behind the menu. */
export function BeginLine() {
  const learning = useApp((state) => state.lesson !== null || state.flags.ask !== null);
  const view = useApp((state) => state.view);
  if (!useApp(isBuiltIn) || learning || view !== 'samples') return null;
  return (
    <p className="begin-line">
      {t('A is a network that reads digits. Turn B’s dial to make it smaller, and see what breaks.')}
    </p>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function isBuiltIn({ opened }: { readonly opened: { readonly key: string } | null }): boolean {
  return opened?.key.startsWith('sample:digits') ?? true;
}
