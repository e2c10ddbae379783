/** What those share that put runs on the stage and steer them. */
import type { Decant } from '../../studio/api.ts';
import type { AppStore } from '../store/appStore.ts';
import type { RunStage } from './runStage.ts';
import type { Sources } from './sources.ts';

export interface Work {
  readonly decant: Decant;
  readonly app: AppStore;
  readonly stage: RunStage;
  readonly sources: Sources;
}
