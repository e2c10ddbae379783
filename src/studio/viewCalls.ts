/** The calls that look inside of one model; each lives in a module that is loaded when it is first asked for. */
import type { TaskOptions } from '../core/task.ts';
import type { Histogram, Source } from './api.ts';
import type {
  ActivationRequest,
  Ceilings,
  ClipSearch,
  ClipSearchRequest,
  DecantViews,
  Outline,
  TracedLayer,
  TraceRequest,
  Weighed,
  WeightRow,
  WeightRowRequest,
} from './apiViews.ts';
import type { Workbench } from './workbench.ts';
import { studyOf } from './workbench.ts';

export class ViewCalls implements DecantViews {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  async activations(request: ActivationRequest, task: TaskOptions = {}): Promise<Histogram> {
    const { entry, executor, data } = await studyOf(this.#bench, request);
    const { baseline } = request;
    const before = baseline === undefined ? undefined : this.#bench.openings.models.get(baseline).graph;
    const { activationHistogram } = await import('./activationHistogram.ts');
    return this.#bench.executors.onLiveDevice(() =>
      activationHistogram(executor, { graph: entry.graph, before }, data.source, request, task),
    );
  }

  async weightRow({ model, baseline, parameter, row }: WeightRowRequest): Promise<WeightRow> {
    const { models } = this.#bench.openings;
    const { weightRow } = await import('./weightRow.ts');
    return weightRow(models.get(model).graph, models.get(baseline).graph, parameter, row);
  }

  async outline(model: string): Promise<Outline> {
    const { outlineOf } = await import('./outline.ts');
    return outlineOf(this.#bench.openings.models.get(model).graph);
  }

  async trace(request: TraceRequest, task: TaskOptions = {}): Promise<readonly TracedLayer[]> {
    const { entry, executor, data } = await studyOf(this.#bench, request);
    const baseline = this.#bench.openings.models.get(request.baseline);
    const { traceSample } = await import('./trace.ts');
    return this.#bench.executors.onLiveDevice(() =>
      traceSample(executor, baseline.graph, entry.graph, { source: data.source, sample: request.sample }, task),
    );
  }

  async clipSearch(request: ClipSearchRequest, task: TaskOptions = {}): Promise<ClipSearch> {
    const { searchClip } = await import('./clipSearch.ts');
    return searchClip(this.#bench.openings.models.get(request.model).graph, request, task);
  }

  async weigh(what: Source | { readonly model: string }, task: TaskOptions = {}): Promise<Weighed> {
    const { weighModel } = await import('./weigh.ts');
    return weighModel(this.#bench.openings, what, task);
  }

  async ceilings(task: TaskOptions = {}): Promise<Ceilings> {
    const { copyGraph, measureCeilings } = await import('./ceilings.ts');
    const executor = await this.#bench.executors.pick('webgpu', copyGraph(1));
    return this.#bench.executors.onLiveDevice(() => measureCeilings(executor, task));
  }
}
