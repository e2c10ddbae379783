/** The claims of the views that study, loaded with them; until then the claim of the page stands. */
import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { Claim } from '../shell/Claim.tsx';

const Compare = lazy(() => import('./compare/CompareClaim.tsx'));
const Confusion = lazy(() => import('./confusion/ConfusionClaim.tsx'));
const Distill = lazy(() => import('./distill/DistillClaim.tsx'));
const Sensitivity = lazy(() => import('./sensitivity/SensitivityClaim.tsx'));

export const SensitivityClaim: ComponentType = () => (
  <Suspense fallback={<Claim />}>
    <Sensitivity />
  </Suspense>
);

export const CompareClaim: ComponentType = () => (
  <Suspense fallback={<Claim />}>
    <Compare />
  </Suspense>
);

export const ConfusionClaim: ComponentType = () => (
  <Suspense fallback={<Claim />}>
    <Confusion />
  </Suspense>
);

export const DistillClaim: ComponentType = () => (
  <Suspense fallback={<Claim />}>
    <Distill />
  </Suspense>
);
