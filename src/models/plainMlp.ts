/**
 * Checkpoints that are nothing but linear layers in a chain: `fc1.weight`, `fc1.bias`, … or a Sequential's `0.weight`,
 * `2.weight`. ReLU between them is assumed, and said in the metadata.
 */
import type { Checkpoint, CheckpointTensor } from '../files/checkpoint.ts';
import { createBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';

export const plainMlp = {
  label: 'chains of linear layers',
  match: (checkpoint: Checkpoint): boolean => chainOf(checkpoint) !== undefined,
  build: (checkpoint: Checkpoint): Graph => {
    const chain = chainOf(checkpoint) ?? [];
    const builder = createBuilder();
    let x = builder.input('input', 'f32', ['batch', chain[0].weight.shape[1]]);
    for (const [i, { weight, bias }] of chain.entries()) {
      const inputs = [x, ...[weight, ...(bias ? [bias] : [])].map((tensor) => builder.parameter(tensor))];
      const last = i === chain.length - 1;
      x = builder.add('Gemm', inputs, { transB: 1 }, last ? 'output' : `layer${i + 1}`);
      if (!last) x = builder.add('Relu', [x], {}, `layer${i + 1}_relu`);
    }
    const metadata = { ...checkpoint.metadata, assumption: 'ReLU between layers; the file does not say.' };
    return { ...builder.build([x], checkpoint.name), metadata };
  },
};

// ---------------------------------------------------------------------------------------------

interface Layer {
  readonly weight: CheckpointTensor;
  readonly bias: CheckpointTensor | undefined;
}

/** The layers in order, when every tensor belongs to one and each takes what the one before gives. */
function chainOf({ tensors }: Checkpoint): Layer[] | undefined {
  const byNumber = new Intl.Collator('en', { numeric: true });
  const names = [...tensors.keys()].filter((name) => name.endsWith('.weight')).sort(byNumber.compare);
  const layers: Layer[] = names.flatMap((name) => {
    const weight = tensors.get(name);
    return weight ? [{ weight, bias: tensors.get(name.replace(/weight$/, 'bias')) }] : [];
  });
  const used = layers.reduce((sum, { bias }) => sum + (bias ? 2 : 1), 0);
  const whole = layers.length > 0 && used === tensors.size;
  return whole && layers.every((layer, i) => fits(layer, layers[i - 1])) ? layers : undefined;
}

function fits({ weight, bias }: Layer, before: Layer | undefined): boolean {
  const [outputs, inputs] = weight.shape;
  const matrix = weight.shape.length === 2 && weight.dtype === 'f32';
  const biasFits = !bias || (bias.shape.length === 1 && bias.shape[0] === outputs);
  return matrix && biasFits && (!before || before.weight.shape[0] === inputs);
}
