/** The transformer's loss in jax-js, with the library's own attention. */
import type { JaxArray } from '@jax-js/jax';
import { nn, numpy as np } from '@jax-js/jax';
import type { TransformerSize } from '../workloads/transformer.ts';
import type { Loss } from './jaxTraining.ts';

/** Of the weights in the workload's order, and one-hot tokens and labels. */
export const transformerLoss =
  (size: TransformerSize): Loss =>
  (weights, tokens, labels) => {
    const { batch, length, width, layers } = size;
    const rows = batch * length;
    let at = 0;
    const next = () => weights[at++];
    const embedded = np.matmul(tokens, next()).reshape([batch, length, width]);
    let x = embedded.add(next()).reshape([rows, width]);
    for (let layer = 0; layer < layers; layer++) {
      x = x.add(attention(normalized(x.ref, next(), next()), [next(), next(), next(), next()], size));
      x = x.add(feedForward(normalized(x.ref, next(), next()), [next(), next(), next(), next()]));
    }
    const scores = np.matmul(normalized(x, next(), next()), next());
    return nn
      .logSoftmax(scores)
      .mul(labels)
      .sum()
      .mul(-1 / rows);
  };

// ---------------------------------------------------------------------------------------------

type Four = readonly [JaxArray, JaxArray, JaxArray, JaxArray];

function normalized(x: JaxArray, scale: JaxArray, shift: JaxArray): JaxArray {
  const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
  return centred
    .div(np.sqrt(variance.add(1e-5)))
    .mul(scale)
    .add(shift);
}

function attention(x: JaxArray, [qkv, qkvBias, mix, mixBias]: Four, size: TransformerSize): JaxArray {
  const { batch, length, width, heads } = size;
  const parts = np.split(np.matmul(x, qkv).add(qkvBias), 3, -1);
  const [q, k, v] = parts.map((part) => part.reshape([batch, length, heads, width / heads]));
  const mixed = nn.dotProductAttention(q, k, v, { isCausal: true }).reshape([batch * length, width]);
  return np.matmul(mixed, mix).add(mixBias);
}

const feedForward = (x: JaxArray, [up, upBias, down, downBias]: Four): JaxArray =>
  np.matmul(nn.relu(np.matmul(x, up).add(upBias)), down).add(downBias);
