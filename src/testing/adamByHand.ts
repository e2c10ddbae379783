/**
 * Adam on a network of two layers, written out in plain 64-bit loops: an independent check of training steps, which
 * shares no code with graphs, operators or gradients. Kingma and Ba, 2014, arXiv:1412.6980, algorithm 1.
 */
export interface ByHandOptions {
  readonly steps: number;
  readonly learningRate: number;
}

interface Matrix {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}

/**
 * Losses of each step, on one batch shown again and again.
 *
 * @param weights w1 (inputs, hidden), b1 (hidden), w2 (hidden, classes), b2 (classes)
 * @param x (samples, inputs)
 * @returns mean cross-entropy of each step, before its update
 */
export function adamByHand(
  weights: readonly Matrix[],
  x: Matrix,
  labels: readonly number[],
  options: ByHandOptions,
): number[] {
  const [w1, b1, w2, b2] = weights.map(({ data }) => Float64Array.from(data, Number));
  const [inputs, hidden] = weights[0].shape;
  const classes = weights[2].shape[1];
  const rows = Float64Array.from(x.data, Number);
  const moments = [w1, b1, w2, b2].map(({ length }) => [new Float64Array(length), new Float64Array(length)]);
  const losses: number[] = [];
  for (let step = 1; step <= options.steps; step++) {
    const h = layer(rows, w1, b1, inputs, hidden).map((value) => Math.max(0, value));
    const { loss, slopes } = crossEntropy(layer(h, w2, b2, hidden, classes), labels, classes);
    losses.push(loss);
    const toHidden = backward(slopes, w2, hidden, classes).map((value, i) => (h[i] > 0 ? value : 0));
    const gradients = [
      weightGradient(rows, toHidden, inputs, hidden),
      columnSums(toHidden, hidden),
      weightGradient(h, slopes, hidden, classes),
      columnSums(slopes, classes),
    ];
    [w1, b1, w2, b2].forEach((weight, i) => {
      update(weight, gradients[i], moments[i], step, options.learningRate);
    });
  }
  return losses;
}

// ---------------------------------------------------------------------------------------------

function layer(x: Float64Array, w: Float64Array, b: Float64Array, inner: number, columns: number): Float64Array {
  const out = new Float64Array((x.length / inner) * columns);
  for (let at = 0; at < out.length; at++) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    let sum = b[column];
    for (let i = 0; i < inner; i++) sum += x[row * inner + i] * w[i * columns + column];
    out[at] = sum;
  }
  return out;
}

function crossEntropy(scores: Float64Array, labels: readonly number[], classes: number) {
  const slopes = new Float64Array(scores.length);
  let loss = 0;
  labels.forEach((label, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const total = own.reduce((sum, score) => sum + Math.exp(score), 0);
    loss -= Math.log(Math.exp(own[label]) / total) / labels.length;
    own.forEach((score, i) => {
      slopes[row * classes + i] = (Math.exp(score) / total - (i === label ? 1 : 0)) / labels.length;
    });
  });
  return { loss, slopes };
}

function backward(slopes: Float64Array, w: Float64Array, inner: number, columns: number): Float64Array {
  const out = new Float64Array((slopes.length / columns) * inner);
  for (let at = 0; at < out.length; at++) {
    const [row, i] = [Math.floor(at / inner), at % inner];
    for (let column = 0; column < columns; column++)
      out[at] += slopes[row * columns + column] * w[i * columns + column];
  }
  return out;
}

function weightGradient(x: Float64Array, slopes: Float64Array, inner: number, columns: number): Float64Array {
  const out = new Float64Array(inner * columns);
  for (let row = 0; row < x.length / inner; row++)
    for (let at = 0; at < out.length; at++)
      out[at] += x[row * inner + Math.floor(at / columns)] * slopes[row * columns + (at % columns)];
  return out;
}

function columnSums(slopes: Float64Array, columns: number): Float64Array {
  const out = new Float64Array(columns);
  slopes.forEach((value, at) => {
    out[at % columns] += value;
  });
  return out;
}

function update(
  weight: Float64Array,
  gradient: Float64Array,
  [m, v]: readonly Float64Array[],
  step: number,
  rate: number,
): void {
  for (let i = 0; i < weight.length; i++) {
    m[i] = 0.9 * m[i] + 0.1 * gradient[i];
    v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2;
    weight[i] -= (rate * (m[i] / (1 - 0.9 ** step))) / (Math.sqrt(v[i] / (1 - 0.999 ** step)) + 1e-8);
  }
}
