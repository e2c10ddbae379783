/**
 * The losses of the first steps of the transformer's training, in float64 by plain loops: forward, cross-entropy,
 * gradients by hand, Adam. Shares nothing with the engine, since it judges it.
 */
import type { Trained } from './adam.ts';
import { crossEntropy, trained, update } from './adam.ts';
import { attend, attendBack } from './attention.ts';
import type { Normalized } from './matrices.ts';
import { columnSums, normalize, normalizeBack, product, sum, transposed } from './matrices.ts';
import type { TransformerSize, Weight } from './transformer.ts';

type Doubles = Float64Array<ArrayBuffer>;

export interface TransformerData {
  readonly size: TransformerSize;
  readonly weights: readonly Weight[];
  readonly tokens: Int32Array;
  readonly labels: Int32Array;
}

/** Each the mean over the tokens, before that step's update. */
export function expectedTransformerLosses({ size, weights, tokens, labels }: TransformerData, steps: number): number[] {
  const parts = weights.map(({ values }) => trained(values));
  return Array.from({ length: steps }, (_, step) => {
    const tape: ((g: Doubles) => Doubles)[] = [];
    const scores = forward({ size, parts, tokens, tape });
    const { loss, gradient } = crossEntropy(scores, labels);
    if (step < steps - 1) {
      for (const { gradient: each } of parts) each.fill(0);
      tape.reverse().reduce((g, back) => back(g), gradient);
      for (const part of parts) update(part, step + 1);
    }
    return loss;
  });
}

// ---------------------------------------------------------------------------------------------

interface Pass {
  readonly size: TransformerSize;
  readonly parts: readonly Trained[];
  readonly tokens: Int32Array;
  /** What each stage does with the gradient for its result: adds to those of its weights, gives that for its input. */
  readonly tape: ((g: Doubles) => Doubles)[];
}

const weightsOfLayer = 12;

function forward(pass: Pass): Doubles {
  const { size, parts, tape } = pass;
  let x = embed(pass);
  for (let layer = 0; layer < size.layers; layer++) {
    const own = parts.slice(2 + layer * weightsOfLayer, 2 + (layer + 1) * weightsOfLayer);
    x = beside(x, tape, (inner, stages) => attention(inner, own.slice(0, 6), size, stages));
    x = beside(x, tape, (inner, stages) => feedForward(inner, own.slice(6), size, stages));
  }
  const [scale, shift, head] = parts.slice(-3);
  return linear(normalized(x, scale, shift, tape), head, undefined, size.width, tape);
}

function embed({ size, parts: [embedding, positions], tokens, tape }: Pass): Doubles {
  const { width, length } = size;
  const from = (at: number) => [tokens[Math.floor(at / width)] * width + (at % width), at % (length * width)];
  tape.push((g) => {
    g.forEach((value, at) => {
      const [token, place] = from(at);
      embedding.gradient[token] += value;
      positions.gradient[place] += value;
    });
    return g;
  });
  return Float64Array.from({ length: tokens.length * width }, (_, at) => {
    const [token, place] = from(at);
    return embedding.values[token] + positions.values[place];
  });
}

/** A residual branch: its result is added to its input. */
function beside(x: Doubles, tape: Pass['tape'], branch: (x: Doubles, tape: Pass['tape']) => Doubles): Doubles {
  const own: Pass['tape'] = [];
  const out = branch(x, own);
  tape.push((g) =>
    sum(
      g,
      own.reduceRight((inner, back) => back(inner), g),
    ),
  );
  return sum(x, out);
}

function attention(x: Doubles, weights: readonly Trained[], size: TransformerSize, tape: Pass['tape']): Doubles {
  const [scale, shift, qkv, qkvBias, mix, mixBias] = weights;
  const projected = linear(normalized(x, scale, shift, tape), qkv, qkvBias, size.width, tape);
  const { out, probabilities } = attend(projected, size);
  tape.push((g) => attendBack(projected, probabilities, g, size));
  return linear(out, mix, mixBias, size.width, tape);
}

function feedForward(x: Doubles, weights: readonly Trained[], size: TransformerSize, tape: Pass['tape']): Doubles {
  const [scale, shift, up, upBias, down, downBias] = weights;
  const wide = linear(normalized(x, scale, shift, tape), up, upBias, size.width, tape);
  tape.push((g) => g.map((value, i) => (wide[i] > 0 ? value : 0)));
  const active = wide.map((value) => Math.max(0, value));
  return linear(active, down, downBias, 4 * size.width, tape);
}

function linear(x: Doubles, weight: Trained, bias: Trained | undefined, inputs: number, tape: Pass['tape']): Doubles {
  const outputs = weight.values.length / inputs;
  const rows = x.length / inputs;
  tape.push((g) => {
    weight.gradient.set(product(transposed(x, inputs), g, inputs, rows, outputs));
    bias?.gradient.set(columnSums(g, outputs));
    return product(g, transposed(weight.values, outputs), rows, outputs, inputs);
  });
  const out = product(x, weight.values, rows, inputs, outputs);
  return bias ? out.map((value, i) => value + bias.values[i % outputs]) : out;
}

function normalized(x: Doubles, scale: Trained, shift: Trained, tape: Pass['tape']): Doubles {
  const width = scale.values.length;
  const rows: Normalized = normalize(x, width);
  tape.push((g) => {
    scale.gradient.set(
      columnSums(
        g.map((value, i) => value * rows.unit[i]),
        width,
      ),
    );
    shift.gradient.set(columnSums(g, width));
    return normalizeBack(
      rows,
      g.map((value, i) => value * scale.values[i % width]),
      width,
    );
  });
  return rows.unit.map((value, i) => value * scale.values[i % width] + shift.values[i % width]);
}
