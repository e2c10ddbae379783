/**
 * The calls of the scripting interface that hand results on. Each lives in a module of its own that is loaded when it is
 * first asked for.
 */
import type { TaskOptions } from '../core/task.ts';
import type {
  CodeFile,
  CodeRequest,
  DecantResults,
  Receipt,
  ReceiptRequest,
  Replay,
  ReplayRequest,
  ReportRequest,
  TextFile,
} from './apiResults.ts';
import { ViewCalls } from './viewCalls.ts';
import type { Workbench } from './workbench.ts';

export class ResultCalls extends ViewCalls implements DecantResults {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    super(bench);
    this.#bench = bench;
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
