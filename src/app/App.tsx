/** The one screen: rail, runs, the main column with claim, view and proof; and the dock of a lesson. */

import { lazy, Suspense, useEffect } from 'react';
import { t } from './messages/t.ts';
import { Panels } from './panels/Panels.tsx';
import { BeginLine } from './shell/Begin.tsx';
import { DropTarget } from './shell/DropTarget.tsx';
import { LiveRegion } from './shell/LiveRegion.tsx';
import { Proof } from './shell/Proof.tsx';
import { Rail } from './shell/Rail.tsx';
import { Runs } from './shell/Runs.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { ViewTabs } from './shell/ViewTabs.tsx';
import { useApp } from './store/context.tsx';
import { VIEWS } from './views/registry.ts';

const LessonRail = lazy(() => import('./lessons/LessonRail.tsx'));
const LessonDock = lazy(() => import('./lessons/LessonDock.tsx'));

const TaskDock = lazy(() => import('./teach/TaskDock.tsx'));
const EmbedFoot = lazy(() => import('./teach/EmbedFoot.tsx'));

const ProblemBand = lazy(async () => ({ default: (await import('./shell/ProblemBand.tsx')).ProblemBand }));

/** From here on the divider leaves one side alone. */
const NEARLY = 0.98;

export function App() {
  useShortcuts();
  useApp((state) => state.language); // Another language draws everything again.
  const view = useApp((state) => state.view);
  const troubled = useApp((state) => state.problem !== null);
  const learning = useApp((state) => state.lesson !== null);
  const stage = useApp((state) => state.lessonStage);
  const flags = useApp((state) => state.flags);
  const alone = useApp(({ split }) => (split > NEARLY ? 'a' : split < 1 - NEARLY ? 'b' : undefined));
  const asked = flags.ask !== null && !learning && !flags.embed;
  useEffect(() => {
    document.documentElement.toggleAttribute('data-present', flags.present);
  }, [flags.present]);
  const entry = VIEWS.find(({ name }) => name === view) ?? VIEWS[0];
  const [View, Claim] = [entry?.component ?? Nothing, entry?.claim ?? Nothing];
  return (
    <div
      className={`app${learning || asked ? ' docked' : ''}${flags.embed ? ' embedded' : ''}`}
      data-hide={flags.hide.join(' ')}
      {...(stage ? { 'data-away': stage.away.join(' '), 'data-aim': stage.aim ?? '' } : {})}
    >
      {learning ? (
        <Suspense fallback={<Rail />}>
          <LessonRail />
        </Suspense>
      ) : (
        <Rail />
      )}
      <Runs />
      <main className={`main${entry?.snug ? ' snug' : ''}`}>
        <div className="head">
          <div>
            <h1 className="claim">{stage ? t(stage.claim) : <Claim />}</h1>
            <BeginLine />
          </div>
          <ViewTabs />
        </div>
        {troubled && (
          <Suspense fallback={null}>
            <ProblemBand />
          </Suspense>
        )}
        <div id="view" role="tabpanel" aria-labelledby={`tab-${view}`} data-alone={alone}>
          <Suspense fallback={<div className="view-loading" />}>
            <View />
          </Suspense>
        </div>
        <Proof />
      </main>
      {learning && (
        <Suspense fallback={null}>
          <LessonDock />
        </Suspense>
      )}
      {asked && (
        <Suspense fallback={null}>
          <TaskDock />
        </Suspense>
      )}
      {flags.embed && (
        <Suspense fallback={null}>
          <EmbedFoot />
        </Suspense>
      )}
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
