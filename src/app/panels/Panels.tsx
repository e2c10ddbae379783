/** The panel that is open, as a sheet from the right. Each is loaded when it is first opened. */

import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { t } from '../messages/t.ts';
import { useApp } from '../store/context.tsx';
import type { PanelName } from '../store/types.ts';

const HelpList = lazy(() => import('../help/HelpList.tsx'));
const Sheet = lazy(() => import('../aria/Sheet.tsx'));

interface PanelEntry {
  readonly title: string;
  readonly component: ComponentType;
}

/** Every panel, by its name. */
export const PANELS: Readonly<Record<PanelName, PanelEntry>> = {
  model: { title: 'Model', component: lazy(() => import('./ModelPanel.tsx')) },
  data: { title: 'Data', component: lazy(() => import('./DataPanel.tsx')) },
  recipe: { title: 'Recipe', component: lazy(() => import('./RecipePanel.tsx')) },
  measure: { title: 'Measure', component: lazy(() => import('./MeasurePanel.tsx')) },
  export: { title: 'Export', component: lazy(() => import('./ExportPanel.tsx')) },
  draw: { title: 'Draw a sample', component: lazy(() => import('./DrawPanel.tsx')) },
  blind: { title: 'Blind test', component: lazy(() => import('../views/blind/BlindPanel.tsx')) },
  menu: { title: 'Menu', component: lazy(() => import('./MenuPanel.tsx')) },
  lessons: { title: 'Lessons', component: lazy(() => import('../lessons/LessonsPanel.tsx')) },
  claims: { title: 'Claims to check', component: lazy(() => import('../claims/ClaimsPanel.tsx')) },
  palette: { title: 'Commands', component: lazy(() => import('../commands/Palette.tsx')) },
  teach: { title: 'Links for a class', component: lazy(() => import('../teach/TeachPanel.tsx')) },
  guide: { title: 'Distillation or quantization?', component: lazy(() => import('../guide/GuidePanel.tsx')) },
  display: { title: 'Display', component: lazy(() => import('./DisplayPanel.tsx')) },
  pipeline: { title: 'Pipeline', component: lazy(() => import('../pipeline/PipelinePanel.tsx')) },
  library: { title: 'Kept in this browser', component: lazy(() => import('../library/LibraryPanel.tsx')) },
  receipt: { title: 'Theirs and yours', component: lazy(() => import('../library/ReceiptPanel.tsx')) },
  shortcuts: { title: 'Shortcuts', component: lazy(() => import('./ShortcutsPanel.tsx')) },
};

export function Panels() {
  const panel = useApp((state) => state.panel);
  const openPanel = useApp((state) => state.openPanel);
  if (panel === null) return null;
  const { title, component: Panel } = PANELS[panel];
  return (
    <Suspense fallback={null}>
      <Sheet key={panel} title={t(title)} close={() => openPanel(null)}>
        <Suspense fallback={<p className="quiet">{t('Opening…')}</p>}>
          <Panel />
          <HelpList of={panel} />
        </Suspense>
      </Sheet>
    </Suspense>
  );
}
