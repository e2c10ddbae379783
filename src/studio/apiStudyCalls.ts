/** The calls of the scripting interface that are studies, and those that hand results on. Types alone. */
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

/** The part of `Decant` that is studies of many measurements, and what is handed on. */
export interface DecantStudies {
  /** What each layer costs at each width, alone or as the only one spared. */
  sensitivity(request: SensitivityRequest, options?: StudyOptions<SensitivityPartial>): Promise<SensitivityMap>;
  /** The widths of least loss within a budget of bytes, from a map of mode `each`. */
  allocate(request: AllocateRequest, options?: TaskOptions): Promise<Allocation>;
  /** Tries recipes one by one; the table so far comes with the progress. */
  sweep(request: SweepRequest, options?: StudyOptions<SweepTable>): Promise<SweepTable>;
  /** Which layers, restored to what they were, give samples their original answer back. */
  heal(request: HealRequest, options?: StudyOptions<HealedLayer>): Promise<HealResult>;
  claims(options?: TaskOptions): Promise<readonly ClaimSummary[]>;
  checkClaim(request: ClaimRequest, options?: StudyOptions<SweepTable>): Promise<ClaimResult>;
  /** A measurement as a file that anyone can replay. */
  receipt(request: ReceiptRequest, options?: TaskOptions): Promise<Receipt>;
  /** Measures again what a receipt says, here. */
  replay(request: ReplayRequest, options?: TaskOptions): Promise<Replay>;
  /** A report as one HTML file, or a model card in Markdown. */
  report(request: ReportRequest, options?: TaskOptions): Promise<TextFile>;
  /** A recipe as a program. */
  code(request: CodeRequest, options?: TaskOptions): Promise<CodeFile>;
  /** The recipe inside a text: JSON, a receipt, or a program that `code` wrote. */
  readCode(text: string, options?: TaskOptions): Promise<unknown>;
}
