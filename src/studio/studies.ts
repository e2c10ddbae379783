/**
 * The calls of the scripting interface that are made of many measurements, and those that hand results on. Each lives in
 * a module of its own that is loaded when it is first asked for: the page opens without them.
 */
import type { TaskOptions } from '../core/task.ts';
import type {
  CodeFile,
  CodeRequest,
  Receipt,
  ReceiptRequest,
  Replay,
  ReplayRequest,
  ReportRequest,
  TextFile,
} from './apiResults.ts';
import type {
  AllocateRequest,
  Allocation,
  ClaimRequest,
  ClaimResult,
  ClaimSummary,
  HealedLayer,
  HealRequest,
  HealResult,
  SensitivityMap,
  SensitivityPartial,
  SensitivityRequest,
  StudyOptions,
  SweepRequest,
  SweepTable,
} from './apiStudies.ts';
import type { DecantStudies } from './apiStudyCalls.ts';
import { ViewCalls } from './viewCalls.ts';
import type { Workbench } from './workbench.ts';

export class Studies extends ViewCalls implements DecantStudies {
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

  async receipt(request: ReceiptRequest, task: TaskOptions = {}): Promise<Receipt> {
    const { writeReceipt } = await import('./receipt.ts');
    return writeReceipt(this.#bench, request, task);
  }

  async replay(request: ReplayRequest, task: TaskOptions = {}): Promise<Replay> {
    const { replayReceipt } = await import('./receiptReplay.ts');
    return replayReceipt(this.#bench, request, task);
  }

  async report(request: ReportRequest, task: TaskOptions = {}): Promise<TextFile> {
    const { writeReport } = await import('./report/writeReport.ts');
    return writeReport(this.#bench, request, task);
  }

  async code(request: CodeRequest): Promise<CodeFile> {
    const { layersOf } = await import('./summaries.ts');
    const { recipeCode } = await import('./report/recipeCode.ts');
    const model = request.model === undefined ? undefined : this.#bench.openings.models.get(request.model);
    return recipeCode(request, model ? layersOf(model.graph) : []);
  }

  async readCode(text: string): Promise<unknown> {
    const { recipeIn } = await import('./report/readCode.ts');
    return recipeIn(text);
  }
}
