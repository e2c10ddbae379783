/** The one screen: rail, runs, and the main column with claim, view and proof. */
import { Suspense } from 'react';
import { Panels } from './panels/Panels.tsx';
import { DropTarget } from './shell/DropTarget.tsx';
import { LiveRegion } from './shell/LiveRegion.tsx';
import { ProblemBand } from './shell/ProblemBand.tsx';
import { Proof } from './shell/Proof.tsx';
import { Rail } from './shell/Rail.tsx';
import { Runs } from './shell/Runs.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { ViewTabs } from './shell/ViewTabs.tsx';
import { useApp } from './store/context.tsx';
import { VIEWS } from './views/registry.ts';

export function App() {
  useShortcuts();
  const view = useApp((state) => state.view);
  const entry = VIEWS.find(({ name }) => name === view) ?? VIEWS[0];
  const [View, Claim] = [entry?.component ?? Nothing, entry?.claim ?? Nothing];
  return (
    <div className="app">
      <Rail />
      <Runs />
      <main className={`main${entry?.snug ? ' snug' : ''}`}>
        <div className="head">
          <h1 className="claim">
            <Claim />
          </h1>
          <ViewTabs />
        </div>
        <ProblemBand />
        <div id="view" role="tabpanel" aria-labelledby={`tab-${view}`}>
          <Suspense fallback={<div className="view-loading" />}>
            <View />
          </Suspense>
        </div>
        <Proof />
      </main>
      <Panels />
      <DropTarget />
      <LiveRegion />
    </div>
  );
}

// ---------------------------------------------------------------------------------------------------------------------

function Nothing(): null {
  return null;
}
