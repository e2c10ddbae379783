/**
 * The calls of the scripting interface that are made of many measurements. Each lives in a module of its own that is
 * loaded when it is first asked for: the page opens without them.
 */
import type { TaskOptions } from '../core/task.ts';
import type { HealedLayer, HealRequest, HealResult } from './apiHealing.ts';
import type {
  AllocateRequest,
  Allocation,
  SensitivityMap,
  SensitivityPartial,
  SensitivityRequest,
} from './apiSensitivity.ts';
import type {
  ClaimRequest,
  ClaimResult,
  ClaimSummary,
  DecantStudies,
  StudyOptions,
  SweepRequest,
  SweepTable,
} from './apiStudies.ts';
import { ResultCalls } from './resultCalls.ts';
import type { Workbench } from './workbench.ts';

export class Studies extends ResultCalls implements DecantStudies {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    super(bench);
    this.#bench = bench;
  }

  async sensitivity(request: SensitivityRequest, task: StudyOptions<SensitivityPartial> = {}): Promise<SensitivityMap> {
    const { mapSensitivity } = await import('./sensitivity.ts');
    return mapSensitivity(this.#bench, request, task);
  }

  async allocate(request: AllocateRequest, task: TaskOptions = {}): Promise<Allocation> {
    const { allocateBudget } = await import('./sensitivity.ts');
    return allocateBudget(this.#bench, request, task);
  }

  async sweep(request: SweepRequest, task: StudyOptions<SweepTable> = {}): Promise<SweepTable> {
    const { sweepModel } = await import('./sweep.ts');
    return sweepModel(this.#bench, request, task);
  }

  async heal(request: HealRequest, task: StudyOptions<HealedLayer> = {}): Promise<HealResult> {
    const { healLayers } = await import('./heal.ts');
    return healLayers(this.#bench, request, task);
  }

  async claims(): Promise<readonly ClaimSummary[]> {
    const { listClaims } = await import('./claims/checkClaim.ts');
    return listClaims();
  }

  async checkClaim(request: ClaimRequest, task: StudyOptions<SweepTable> = {}): Promise<ClaimResult> {
    const { checkClaim } = await import('./claims/checkClaim.ts');
    return checkClaim(this.#bench, request, task);
  }
}
