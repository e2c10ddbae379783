/** The views of the comparison. Samples comes with the page, the others are loaded when they are first opened. */
import type { ComponentType } from 'react';
import { lazy } from 'react';
import type { ViewName } from '../store/types.ts';
import { SamplesView } from './samples/SamplesView.tsx';

export interface ViewEntry {
  readonly name: ViewName;
  readonly label: string;
  readonly component: ComponentType;
  /** A chart instead of the vessel: needs no room for graduations at the right. */
  readonly snug: boolean;
}

export const VIEWS: readonly ViewEntry[] = [
  { name: 'samples', label: 'Samples', component: SamplesView, snug: false },
  { name: 'histogram', label: 'Histogram', component: lazy(() => import('./histogram/HistogramView.tsx')), snug: true },
  { name: 'layers', label: 'Layers', component: lazy(() => import('./layers/LayersView.tsx')), snug: true },
  { name: 'speed', label: 'Speed', component: lazy(() => import('./speed/SpeedView.tsx')), snug: true },
];
