/** The transformer's scores in TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import type { TransformerSize } from '../workloads/transformer.ts';

/** Of the weights in the workload's order, and one-hot tokens. */
export function transformerScores(
  weights: readonly tf.Tensor[],
  tokens: tf.Tensor,
  mask: tf.Tensor,
  size: TransformerSize,
): tf.Tensor {
  const { batch, length, width, layers } = size;
  let at = 0;
  const next = () => weights[at++];
  const embedded = tf.matMul(tokens, next()).reshape([batch, length, width]);
  let x = embedded.add(next()).reshape([batch * length, width]);
  for (let layer = 0; layer < layers; layer++) {
    x = x.add(attention(normalized(x, next(), next()), [next(), next(), next(), next()], mask, size));
    x = x.add(feedForward(normalized(x, next(), next()), [next(), next(), next(), next()]));
  }
  return tf.matMul(normalized(x, next(), next()), next());
}

/** Added to scores of attention: no position looks ahead. */
export function causalMask({ length }: TransformerSize): tf.Tensor {
  const values = Float32Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? -1e9 : 0,
  );
  return tf.tensor(values, [1, 1, length, length]);
}

// ---------------------------------------------------------------------------------------------

type Four = readonly [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

function normalized(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const centred = x.sub(x.mean(-1, true));
  const variance = centred.square().mean(-1, true);
  return centred.div(variance.add(1e-5).sqrt()).mul(scale).add(shift);
}

function attention(x: tf.Tensor, [qkv, qkvBias, mix, mixBias]: Four, mask: tf.Tensor, size: TransformerSize) {
  const { batch, length, width, heads } = size;
  const inner = width / heads;
  const parts = tf.split(tf.matMul(x, qkv).add(qkvBias), 3, 1);
  const [q, k, v] = parts.map((part) => part.reshape([batch, length, heads, inner]).transpose([0, 2, 1, 3]));
  const scores = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(inner));
  const mixed = tf.matMul(tf.softmax(scores.add(mask)), v).transpose([0, 2, 1, 3]);
  return tf.matMul(mixed.reshape([batch * length, width]), mix).add(mixBias);
}

const feedForward = (x: tf.Tensor, [up, upBias, down, downBias]: Four): tf.Tensor =>
  tf.matMul(tf.relu(tf.matMul(x, up).add(upBias)), down).add(downBias);
