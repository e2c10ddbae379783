/** Measures an open model: quality, size and speed, beside a baseline where one is named. */
import type { TaskOptions } from '../core/task.ts';
import type { Measurement, MeasureRequest } from './api.ts';
import { sizeOfModel, speedOfModel } from './measure.ts';
import type { Workbench } from './workbench.ts';

/** @throws DecantError `studio/unknown-id` when model, baseline or data is not open */
export async function measureModel(bench: Workbench, request: MeasureRequest, task: TaskOptions): Promise<Measurement> {
  const { openings, executors, measurer } = bench;
  const entry = openings.models.get(request.model);
  const baseline = request.baseline === undefined ? undefined : openings.models.get(request.baseline);
  const start = performance.now();
  const data =
    request.data === undefined ? {} : { data: { id: request.data, source: openings.data.get(request.data).dataset } };
  const samples = request.samples === undefined ? {} : { samples: request.samples };
  return executors.onLiveDevice(async () => {
    const executor = await executors.pick(request.executor, entry.graph);
    const fewer = await executors.onFewerThreads(executor, request.threads);
    try {
      const context = { executor, ...data, ...samples, ...task };
      const quality = await measurer.quality(entry, baseline, context);
      const threads = fewer?.threads ?? (await executors.threads(executor.name));
      const timed = fewer ? { ...context, executor: fewer.executor } : context;
      const speed = request.skipSpeed ? undefined : await speedOfModel(entry, timed, request.batch ?? 1, threads);
      const provenance = await executors.provenance(executor.name, start);
      return { executor: executor.name, quality, size: sizeOfModel(entry), ...(speed ? { speed } : {}), provenance };
    } finally {
      await fewer?.executor.dispose();
    }
  });
}
