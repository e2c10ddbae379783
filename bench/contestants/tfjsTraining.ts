/** Training steps in TensorFlow.js, by its own Adam. */
import * as tf from '@tensorflow/tfjs-core';
import { adam } from '../workloads/adam.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import { classes } from '../workloads/mlp.ts';
import { batch } from '../workloads/mlpLosses.ts';
import type { TransformerTraining } from '../workloads/transformer.ts';
import { oneHotRows } from '../workloads/transformer.ts';
import type { Contestant } from './contestant.ts';
import type { Backend } from './tfjs.ts';
import { openTfjs, take } from './tfjs.ts';
import { causalMask, transformerScores } from './tfjsTransformer.ts';

export async function tfjsMlp(backend: Backend, training: MlpTraining): Promise<Contestant> {
  const enter = await openTfjs(backend);
  const variables = training.layers.flatMap(({ inputs, outputs, weight, bias }) => [
    tf.variable(tf.tensor(weight, [inputs, outputs])),
    tf.variable(tf.tensor(bias, [outputs])),
  ]);
  const images = tf.tensor(training.images, [batch, training.layers[0].inputs]);
  const labels = tf.tensor(training.labelRows, [batch, classes]);
  return train(enter, variables, () => tf.losses.softmaxCrossEntropy(labels, mlpScores(variables, images)));
}

/** Tokens and labels are one-hot rows, as for jax-js. */
export async function tfjsTransformer(backend: Backend, training: TransformerTraining): Promise<Contestant> {
  const enter = await openTfjs(backend);
  const { size, weights } = training;
  const rows = (numbers: Int32Array) =>
    tf.tensor(oneHotRows(numbers, size.vocabulary), [numbers.length, size.vocabulary]);
  const variables = weights.map(({ shape, values }) => tf.variable(tf.tensor(values, shape)));
  const [tokens, labels, mask] = [rows(training.tokens), rows(training.labels), causalMask(size)];
  return train(enter, variables, () =>
    tf.losses.softmaxCrossEntropy(labels, transformerScores(variables, tokens, mask, size)),
  );
}

// ---------------------------------------------------------------------------------------------

function train(enter: () => Promise<boolean>, variables: readonly tf.Tensor[], loss: () => tf.Tensor): Contestant {
  const { learningRate, beta1, beta2, epsilon } = adam;
  const optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
  return {
    enter,
    run: async (times) => {
      let last = optimizer.minimize(loss, true, variables);
      for (let i = 1; i < times; i++) {
        last.dispose();
        last = optimizer.minimize(loss, true, variables);
      }
      return take(last);
    },
  };
}

function mlpScores(variables: readonly tf.Tensor[], images: tf.Tensor): tf.Tensor {
  let x = images;
  for (let i = 0; i < variables.length; i += 2) {
    x = tf.add(tf.matMul(x, variables[i]), variables[i + 1]);
    if (i + 2 < variables.length) x = tf.relu(x);
  }
  return x;
}
