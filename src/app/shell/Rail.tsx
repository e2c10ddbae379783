/** The rail: five stations from model to export, each with its state; breadcrumb, status and door to its panel. */

import type { CSSProperties } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import { Brand } from './Brand.tsx';
import { StopButton } from './StopButton.tsx';
import type { Station, StationState } from './stations.ts';
import { useStations } from './stations.ts';
import { Tools } from './Tools.tsx';

export function Rail() {
  return (
    <header className="rail">
      <Brand />
      <nav aria-label={t('Pipeline')} style={{ display: 'contents' }}>
        <ol className="stations">
          {useStations().map((station) => (
            <StationItem key={station.panel} station={station} />
          ))}
        </ol>
      </nav>
      <Tools />
    </header>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

/** Read aloud; the eye has a shape for each. */
const STATE_WORDS: Readonly<Record<StationState, string>> = {
  done: 'done',
  live: 'live',
  working: 'working',
  stale: 'stale',
  recorded: 'recorded',
  failed: 'failed',
  next: 'next',
};

function StationItem({ station }: { readonly station: Station }) {
  const openPanel = useApp((state) => state.openPanel);
  const done = station.done === null ? {} : ({ '--done': station.done } as CSSProperties);
  return (
    <li className={station.current ? 'current' : ''}>
      <button
        type="button"
        className="station"
        data-station={station.panel}
        aria-haspopup="dialog"
        {...(station.current ? { 'aria-current': 'step' } : {})}
        onClick={() => openPanel(station.panel)}
      >
        <span className="label">
          <i className={`glyph-state ${station.state}`} style={done} />
          {t(station.name)}
          <span className="unseen">, {t(STATE_WORDS[station.state])}</span>
        </span>
        <span className="value">{station.value}</span>
      </button>
      {station.panel === 'measure' && <StopButton />}
    </li>
  );
}
