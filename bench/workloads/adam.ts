/**
 * Adam in float64 by plain loops. Shares nothing with the engine, since it judges it.
 * Kingma and Ba, 2015, "Adam: a method for stochastic optimization", arXiv:1412.6980.
 */

export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** A weight with its gradient and moments. */
export interface Trained {
  readonly values: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly variance: Float64Array<ArrayBuffer>;
}

export const trained = (values: ArrayLike<number>): Trained => ({
  values: Float64Array.from(values),
  gradient: new Float64Array(values.length),
  mean: new Float64Array(values.length),
  variance: new Float64Array(values.length),
});

/** @param step 1 at the first update */
export function update({ values, gradient, mean, variance }: Trained, step: number): void {
  const { learningRate, beta1, beta2, epsilon } = adam;
  for (let i = 0; i < values.length; i++) {
    mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
    variance[i] = beta2 * variance[i] + (1 - beta2) * gradient[i] ** 2;
    const root = Math.sqrt(variance[i] / (1 - beta2 ** step));
    values[i] -= (learningRate * (mean[i] / (1 - beta1 ** step))) / (root + epsilon);
  }
}

/** Mean over the rows, and its gradient for the scores (rows, classes). */
export function crossEntropy(
  scores: Float64Array,
  labels: Int32Array,
): { loss: number; gradient: Float64Array<ArrayBuffer> } {
  const rows = labels.length;
  const classes = scores.length / rows;
  const gradient = new Float64Array(scores.length);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const top = Math.max(...own);
    const total = own.reduce((sum, score) => sum + Math.exp(score - top), 0);
    loss += (Math.log(total) + top - own[labels[row]]) / rows;
    for (let j = 0; j < classes; j++)
      gradient[row * classes + j] = (Math.exp(own[j] - top) / total - (j === labels[row] ? 1 : 0)) / rows;
  }
  return { loss, gradient };
}
