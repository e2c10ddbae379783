/** The claims of the views beside samples, loaded with them; until then the claim of the page stands. */
import type { ComponentType } from 'react';
import { lazy, Suspense } from 'react';
import { Claim } from '../shell/Claim.tsx';

export const HistogramClaim = lately(async () => ({ default: (await import('./claims.tsx')).HistogramClaim }));
export const LayersClaim = lately(async () => ({ default: (await import('./claims.tsx')).LayersClaim }));
export const SpeedClaim = lately(async () => ({ default: (await import('./claims.tsx')).SpeedClaim }));
export const CompareClaim = lately(() => import('./compare/CompareClaim.tsx'));
export const ConfusionClaim = lately(() => import('./confusion/ConfusionClaim.tsx'));
export const DistillClaim = lately(() => import('./distill/DistillClaim.tsx'));
export const SensitivityClaim = lately(() => import('./sensitivity/SensitivityClaim.tsx'));

// ---------------------------------------------------------------------------------------------------------------------

function lately(load: () => Promise<{ default: ComponentType }>): ComponentType {
  const Late = lazy(load);
  return () => (
    <Suspense fallback={<Claim />}>
      <Late />
    </Suspense>
  );
}
