/** Training steps in jax-js: one jitted function of weights and moments, the batch on the device. */
import type { Device, JaxArray } from '@jax-js/jax';
import { defaultDevice, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { adam } from '../workloads/adam.ts';
import type { MlpTraining } from '../workloads/mlp.ts';
import { classes } from '../workloads/mlp.ts';
import { batch } from '../workloads/mlpLosses.ts';
import type { TransformerTraining } from '../workloads/transformer.ts';
import { oneHotRows } from '../workloads/transformer.ts';
import type { Contestant } from './contestant.ts';
import { openJax } from './jax.ts';
import { transformerLoss } from './jaxTransformer.ts';

export async function jaxMlp(device: Device, { layers, images, labelRows }: MlpTraining): Promise<Contestant> {
  const weights = layers.flatMap(({ inputs, outputs, weight, bias }) => [
    { shape: [inputs, outputs], values: weight },
    { shape: [outputs], values: bias },
  ]);
  const inputs = { shape: [batch, layers[0].inputs], values: images };
  return train(device, weights, inputs, { shape: [batch, classes], values: labelRows }, mlpLoss);
}

/** Tokens and labels are one-hot rows: so its users embed, since a product has a gradient on every device. */
export async function jaxTransformer(device: Device, training: TransformerTraining): Promise<Contestant> {
  const { size, weights, tokens, labels } = training;
  const rows = (numbers: Int32Array) => ({
    shape: [numbers.length, size.vocabulary],
    values: oneHotRows(numbers, size.vocabulary),
  });
  return train(device, weights, rows(tokens), rows(labels), transformerLoss(size));
}

// ---------------------------------------------------------------------------------------------

interface Values {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type Loss = (weights: JaxArray[], inputs: JaxArray, labels: JaxArray) => JaxArray;

/** Parameters, Adam's moments, and beta1 and beta2 to the power of the steps done. */
interface State {
  readonly values: JaxArray[];
  readonly means: JaxArray[];
  readonly variances: JaxArray[];
  readonly decays: JaxArray[];
}

async function train(
  device: Device,
  weights: readonly Values[],
  inputs: Values,
  labels: Values,
  loss: Loss,
): Promise<Contestant> {
  await openJax(device);
  const array = ({ shape, values }: Values) => np.array(values, { shape, device });
  const zeros = () => weights.map(({ shape, values }) => array({ shape, values: new Float32Array(values.length) }));
  const one = () => array({ shape: [], values: new Float32Array([1]) });
  const [x, y] = [array(inputs), array(labels)];
  const step = jit(adamStep(loss));
  let state: State = { values: weights.map(array), means: zeros(), variances: zeros(), decays: [one(), one()] };
  return {
    enter: () => defaultDevice(device),
    run: async (times) => {
      let last: JaxArray | undefined;
      for (let i = 0; i < times; i++) {
        last?.dispose();
        [last, state] = step(state, x.ref, y.ref);
      }
      return last ? last.data() : new Float32Array();
    },
  };
}

function mlpLoss(values: JaxArray[], images: JaxArray, labels: JaxArray): JaxArray {
  let x = images;
  for (let i = 0; i < values.length; i += 2) {
    x = np.matmul(x, values[i]).add(values[i + 1]);
    if (i + 2 < values.length) x = nn.relu(x);
  }
  return nn
    .logSoftmax(x)
    .mul(labels)
    .sum()
    .mul(-1 / batch);
}

/** Adam by hand: jax-js's optimizers are a package of their own, which npm does not have. */
const adamStep =
  (loss: Loss) =>
  ({ values, means, variances, decays }: State, inputs: JaxArray, labels: JaxArray): [JaxArray, State] => {
    const { learningRate, beta1, beta2, epsilon } = adam;
    const [lossValue, gradients] = valueAndGrad(loss)(tree.ref(values), inputs, labels);
    const [decay1, decay2] = [decays[0].mul(beta1), decays[1].mul(beta2)];
    const [correct1, correct2] = [np.subtract(1, decay1.ref), np.subtract(1, decay2.ref)];
    const next: State = { values: [], means: [], variances: [], decays: [decay1, decay2] };
    values.forEach((value, i) => {
      const mean = means[i].mul(beta1).add(gradients[i].ref.mul(1 - beta1));
      const variance = variances[i].mul(beta2).add(gradients[i].ref.mul(gradients[i]).mul(1 - beta2));
      const root = np.sqrt(variance.ref.div(correct2.ref)).add(epsilon);
      next.values.push(value.sub(mean.ref.div(correct1.ref).mul(learningRate).div(root)));
      next.means.push(mean);
      next.variances.push(variance);
    });
    correct1.dispose();
    correct2.dispose();
    return [lossValue, next];
  };
