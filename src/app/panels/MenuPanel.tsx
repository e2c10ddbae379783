/** On narrow screens: what stands in the rail and at its left elsewhere. */

import { t } from '../messages/t.ts';
import { Runs } from '../shell/Runs.tsx';
import { useStations } from '../shell/stations.ts';
import { CopyLink } from '../shell/Tools.tsx';
import { useApp } from '../store/context.tsx';

export default function MenuPanel() {
  const { past, future, undo, redo, openPanel } = useApp((state) => state);
  return (
    <>
      <ul className="ways">
        {useStations().map(({ panel, name, value }) => (
          <li key={panel}>
            <button type="button" onClick={() => openPanel(panel)}>
              <b>{t(name)}</b>
              <span className="quiet">{value}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="tools-row menu-tools">
        <CopyLink />
        <button type="button" onClick={undo} disabled={past.length === 0}>
          {t('Undo')}
        </button>
        <button type="button" onClick={redo} disabled={future.length === 0}>
          {t('Redo')}
        </button>
        <button type="button" onClick={() => openPanel('lessons')}>
          {t('Lessons')}
        </button>
        <button type="button" onClick={() => openPanel('claims')}>
          {t('Claims')}
        </button>
        <button type="button" onClick={() => openPanel('palette')}>
          {t('All commands')}
        </button>
        <button type="button" onClick={() => openPanel('display')}>
          {t('Display')}
        </button>
        <button type="button" onClick={() => openPanel('shortcuts')}>
          {t('Shortcuts')}
        </button>
      </div>
      <Runs />
    </>
  );
}
