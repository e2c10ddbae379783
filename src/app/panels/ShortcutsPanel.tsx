/** Every shortcut, from the same table that the keys act by; and the switch that turns single keys off. */

import type { Command } from '../commands/registry.ts';
import { COMMANDS } from '../commands/registry.ts';
import HelpList from '../help/HelpList.tsx';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';

export default function ShortcutsPanel() {
  const view = useApp((state) => state.view);
  const singleKeys = useApp((state) => state.singleKeys);
  const setSingleKeys = useApp((state) => state.setSingleKeys);
  return (
    <>
      <dl className="facts">
        {COMMANDS.filter(hasKeys).map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>←</kbd> <kbd>→</kbd>
          </dt>
          <dd>{t('Move the divider, turn a dial, walk through samples and views, where the focus is')}</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{t('Close a note, a menu, a panel')}</dd>
        </div>
      </dl>
      <HelpList of={view} open />
      <div className="choices">
        <label>
          <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
          <b>{t('Keys without Ctrl act')}</b>
          <span className="label">{t('Switch this off if you dictate or if keys get in your way.')}</span>
        </label>
      </div>
    </>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function hasKeys(command: Command): command is Command & { readonly keys: string } {
  return command.keys !== undefined;
}
