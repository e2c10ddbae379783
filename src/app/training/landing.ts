/** Puts a trained network into side B, so that samples, histogram and confusion follow it; a run has one place there. */
import type { ModelSummary } from '../../studio/api.ts';
import { ORIGINAL } from '../recipe/recipe.ts';
import type { AppStore } from '../store/appStore.ts';

/** Key of the base that a network of training lies under. */
const landingKey = (run: string, what: string): string => `training:${run}:${what}`;

/** Makes side B that network, as it is. Checkpoints of the same run that were looked at before leave the lists. */
export function landInB(store: AppStore, run: string, what: string, model: ModelSummary): void {
  const key = landingKey(run, what);
  const { bases, runs, sides, setBases, setSide } = store.getState();
  const passing = (other: string | null): boolean =>
    other !== null && other !== key && other !== sides.a.base && other.startsWith(landingKey(run, 'step'));
  store.setState({ runs: runs.filter(({ spec }) => !passing(spec.base)) });
  setBases([...bases.filter((base) => base.key !== key && !passing(base.key)), { key, model }]);
  setSide('b', { base: key, recipe: ORIGINAL });
}
