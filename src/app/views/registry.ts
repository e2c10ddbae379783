/** The views of the comparison. Samples comes with the page, the others are loaded when they are first opened. */
import type { ComponentType } from 'react';
import { lazy } from 'react';
import { Claim } from '../shell/Claim.tsx';
import type { ViewName } from '../store/types.ts';
import {
  CompareClaim,
  ConfusionClaim,
  DistillClaim,
  HistogramClaim,
  LayersClaim,
  SensitivityClaim,
  SpeedClaim,
} from './lazyClaims.tsx';
import { SamplesView } from './samples/SamplesView.tsx';

export interface ViewEntry {
  readonly name: ViewName;
  readonly label: string;
  readonly component: ComponentType;
  /** The sentence in the head. */
  readonly claim: ComponentType;
  /** A chart instead of the vessel: needs no room for graduations at the right. */
  readonly snug: boolean;
}

export const VIEWS: readonly ViewEntry[] = [
  { name: 'samples', label: 'Samples', component: SamplesView, claim: Claim, snug: false },
  {
    name: 'histogram',
    label: 'Histogram',
    component: lazy(() => import('./histogram/HistogramView.tsx')),
    claim: HistogramClaim,
    snug: true,
  },
  {
    name: 'layers',
    label: 'Layers',
    component: lazy(() => import('./layers/LayersView.tsx')),
    claim: LayersClaim,
    snug: true,
  },
  {
    name: 'sensitivity',
    label: 'Sensitivity',
    component: lazy(() => import('./sensitivity/SensitivityView.tsx')),
    claim: SensitivityClaim,
    snug: true,
  },
  {
    name: 'confusion',
    label: 'Confusion',
    component: lazy(() => import('./confusion/ConfusionView.tsx')),
    claim: ConfusionClaim,
    snug: true,
  },
  {
    name: 'compare',
    label: 'Compare',
    component: lazy(() => import('./compare/CompareView.tsx')),
    claim: CompareClaim,
    snug: true,
  },
  {
    name: 'distill',
    label: 'Distill',
    component: lazy(() => import('./distill/DistillView.tsx')),
    claim: DistillClaim,
    snug: true,
  },
  {
    name: 'speed',
    label: 'Speed',
    component: lazy(() => import('./speed/SpeedView.tsx')),
    claim: SpeedClaim,
    snug: true,
  },
];
