/**
 * What a network would take, counted from its header before a weight is read: so that whether it fits is known before it
 * is opened. Activations are not counted, and neither is what a file's own framing adds.
 */
import { layoutOf } from '../compression/quantization/quantizeWeights.ts';
import type { TaskOptions } from '../core/task.ts';
import { measureSize } from '../evaluation/size.ts';
import { storageBytes } from '../graph/cost.ts';
import type { Graph } from '../graph/graph.ts';
import { findWeights } from '../graph/passes/weights.ts';
import type { PackedBits } from '../tensor/packed.ts';
import { packedBytes } from '../tensor/packed.ts';
import type { Source } from './api.ts';
import type { Weighed } from './apiViews.ts';
import type { Openings } from './openings.ts';
import { openGraph } from './openModel.ts';

const WIDTHS: readonly PackedBits[] = [8, 6, 5, 4, 3, 2];
const GROUP = 32;

/**
 * @throws FileError when the files cannot be read as a network
 * @throws DecantError `studio/unknown-id` when a model that is named is not open
 */
export async function weighModel(
  openings: Openings,
  what: Source | { readonly model: string },
  task: TaskOptions,
): Promise<Weighed> {
  if (isOpen(what)) {
    const { name, format, graph, origin } = openings.models.get(what.model);
    return { name, format, fileBytes: bytesOf(origin?.sources ?? []), ...weighGraph(graph) };
  }
  const sources = await openings.sourcesOf(what, task);
  const { graph, format, file } = await openGraph(sources);
  return { name: file, format, fileBytes: bytesOf(sources), ...weighGraph(graph) };
}

/** Counted bytes of a graph: as it comes, its largest parameter, and with all weights rounded. */
function weighGraph(graph: Graph): Pick<Weighed, 'parameters' | 'bytes' | 'largest' | 'rounded'> {
  const { bytes, parameters } = measureSize(graph);
  const { fit } = findWeights(graph);
  const each = [...graph.parameters.values()].map(({ name, storage, shape }) => ({
    parameter: name,
    bytes: storageBytes(storage, shape),
  }));
  const largest = each.reduce((most, one) => (one.bytes > most.bytes ? one : most), { parameter: '', bytes: 0 });
  const rounded = WIDTHS.map((bits) => {
    const saved = fit.map((weight) => {
      const layout = layoutOf(weight, { bits, strategy: 'group', groupSize: GROUP, symmetric: true, clip: 'minmax' });
      const { codes, scales, zeroPoints, padding } = packedBytes(layout);
      // Weights that came packed are left as they are, as a recipe leaves them.
      const packed = weight.parameter.storage.kind === 'packed';
      const before = storageBytes(weight.parameter.storage, weight.parameter.shape);
      return packed ? 0 : before - (codes + scales + zeroPoints + padding);
    });
    return { bits, bytes: bytes - saved.reduce((sum, n) => sum + n, 0) };
  });
  return { parameters, bytes, largest, rounded };
}

// ---------------------------------------------------------------------------------------------

function isOpen(what: Source | { readonly model: string }): what is { readonly model: string } {
  return typeof what === 'object' && 'model' in what && typeof what.model === 'string';
}

const bytesOf = (sources: readonly { readonly size: number }[]): number =>
  sources.reduce((sum, { size }) => sum + size, 0);
