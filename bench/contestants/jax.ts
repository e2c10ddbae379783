/**
 * jax-js, on WebGPU or WASM. It has no packed weights, so a packed product runs on the dequantized ones.
 * https://github.com/ekzhang/jax-js
 */
import type { Device, JaxArray } from '@jax-js/jax';
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { MlpTraining } from '../workloads/mlp.ts';
import { classes } from '../workloads/mlp.ts';
import { adam, batch } from '../workloads/mlpLosses.ts';
import type { Product } from '../workloads/product.ts';
import type { Contestant } from './contestant.ts';

export async function jaxProduct(device: Device, { rows, size, input, weights }: Product): Promise<Contestant> {
  await open(device);
  const x = np.array(input, { shape: [rows, size], device });
  const [w] = weights.map((weight) => np.array(weight.dense(), { shape: [size, size], device }));
  return {
    enter: () => defaultDevice(device),
    run: async (times) => {
      let result = np.matmul(x.ref, w.ref);
      for (let i = 1; i < times; i++) {
        // A result that nobody reads and nothing has submitted yet would be dropped when it is disposed.
        await result.blockUntilReady();
        result.dispose();
        result = np.matmul(x.ref, w.ref);
      }
      return result.data();
    },
  };
}

export async function jaxMlp(device: Device, training: MlpTraining): Promise<Contestant> {
  await open(device);
  const array = (values: Float32Array, shape: readonly number[]) => np.array(values, { shape, device });
  const values = training.layers.flatMap(({ inputs, outputs, weight, bias }) => [
    array(weight, [inputs, outputs]),
    array(bias, [outputs]),
  ]);
  const zeros = () =>
    training.layers.flatMap(({ inputs, outputs, weight, bias }) => [
      array(new Float32Array(weight.length), [inputs, outputs]),
      array(new Float32Array(bias.length), [outputs]),
    ]);
  const one = () => array(new Float32Array([1]), []);
  const images = array(training.images, [batch, training.layers[0].inputs]);
  const labels = array(training.labelRows, [batch, classes]);
  const step = jit(adamStep);
  let state: State = { values, means: zeros(), variances: zeros(), decays: [one(), one()] };
  return {
    enter: () => defaultDevice(device),
    run: async (times) => {
      let loss: JaxArray | undefined;
      for (let i = 0; i < times; i++) {
        loss?.dispose();
        [loss, state] = step(state, images.ref, labels.ref);
      }
      return loss ? loss.data() : new Float32Array();
    },
  };
}

// ---------------------------------------------------------------------------------------------

/** Parameters, Adam's moments, and beta1 and beta2 to the power of the steps done. */
interface State {
  readonly values: JaxArray[];
  readonly means: JaxArray[];
  readonly variances: JaxArray[];
  readonly decays: JaxArray[];
}

async function open(device: Device): Promise<void> {
  const there = await init(device);
  if (!there.includes(device)) throw new Error(`jax-js has no device ${device} here`);
  defaultDevice(device);
}

function lossOf(values: JaxArray[], images: JaxArray, labels: JaxArray): JaxArray {
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
function adamStep({ values, means, variances, decays }: State, images: JaxArray, labels: JaxArray): [JaxArray, State] {
  const { learningRate, beta1, beta2, epsilon } = adam;
  const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(values), images, labels);
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
  return [loss, next];
}
