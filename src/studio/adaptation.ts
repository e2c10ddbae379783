/** The input adaptation that a person gives, as preprocessing nodes in front of the graph. */
import { DecantError } from '../core/errors.ts';
import { onlyInput } from '../evaluation/collectOutputs.ts';
import type { Graph } from '../graph/graph.ts';
import type { ChannelChange, Preprocessing } from '../graph/passes/prependPreprocessing.ts';
import { prependPreprocessing } from '../graph/passes/prependPreprocessing.ts';
import type { InputAdaptation } from './api.ts';

/**
 * Prepends what was asked for; the same graph when nothing was.
 *
 * @throws DecantError `studio/input` when `channels` is none of rgb, bgr, gray
 */
export function adaptInput(graph: Graph, adaptation: InputAdaptation | undefined): Graph {
  if (!adaptation || Object.values(adaptation).every((value) => value === undefined)) return graph;
  const { layout, scale, mean, std, resize, channels } = adaptation;
  const input = onlyInput(graph);
  const preprocessing: Preprocessing = {
    ...(layout ? { layout } : {}),
    ...(scale === undefined ? {} : { scale }),
    ...(mean === undefined ? {} : { mean }),
    ...(std === undefined ? {} : { std }),
    ...(resize ? { resize } : {}),
    ...(channels ? { channels: channelChange(channels, layout, input.shape) } : {}),
  };
  return prependPreprocessing(graph, input.name, preprocessing);
}

// ---------------------------------------------------------------------------------------------

/** `rgb` is what data has; `bgr` swaps; `gray` means that the data is gray, whatever the model takes. */
function channelChange(
  channels: NonNullable<InputAdaptation['channels']>,
  layout: InputAdaptation['layout'],
  shape: readonly (number | string)[],
): ChannelChange {
  switch (channels) {
    case 'rgb':
      return 'same';
    case 'bgr':
      return 'swap';
    case 'gray':
      return shape.at(layout === 'NHWC' ? -1 : -3) === 3 ? 'repeat' : 'luma';
    default:
      channels satisfies never;
      throw new DecantError(
        'studio/input',
        `input.channels is ${JSON.stringify(channels)}; it is "rgb", "bgr" or "gray".`,
      );
  }
}
