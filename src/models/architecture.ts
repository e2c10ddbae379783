/**
 * Architectures: how a checkpoint's named tensors become a graph. One row a family; a checkpoint that fits none is
 * refused, since weights alone do not say what is computed with them.
 */
import { FileError } from '../core/errors.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import type { Graph } from '../graph/graph.ts';
import { cifarResNet } from './cifarResNet.ts';
import { ownNetwork } from './ownNetwork.ts';
import { plainMlp } from './plainMlp.ts';

export interface Architecture {
  /** Words for a person. */
  readonly label: string;
  /** Whether the checkpoint is of this family, from names, shapes and metadata alone. */
  match(checkpoint: Checkpoint): boolean;
  /** @throws FileError when a tensor is missing or has another shape than the family gives it */
  build(checkpoint: Checkpoint): Graph;
}

/** In the order in which they are tried. */
const architectures: readonly Architecture[] = [ownNetwork, cifarResNet, plainMlp];

/** @throws FileError `models/unknown` when no architecture fits */
export function graphFromCheckpoint(checkpoint: Checkpoint): Graph {
  const architecture = architectures.find((candidate) => candidate.match(checkpoint));
  if (architecture) return architecture.build(checkpoint);
  const names = [...checkpoint.tensors.keys()].slice(0, 4).map((name) => `"${name}"`);
  throw new FileError(
    'models/unknown',
    `${checkpoint.name} holds ${checkpoint.tensors.size} tensors (${names.join(', ')}, …) of no architecture that Decant builds: ${architectures.map(({ label }) => label).join('; ')}. Export the model as ONNX, which holds the graph too.`,
    { tensors: checkpoint.tensors.size },
  );
}
