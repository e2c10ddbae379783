/** The judge of products: right numbers pass, wrong ones do not, whichever row they are in. */
import { describe, expect, test } from 'vitest';
import { denseProduct, packedProduct } from './product.ts';
import { relativeError } from './workload.ts';

test('relativeError is against the largest value, and infinite for what is no number', () => {
  expect(relativeError([1, 2.1], [1, 2])).toBeCloseTo(0.05);
  expect(relativeError([1, Number.NaN], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  expect(relativeError([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
});

const int4 = { bits: 4, groupSize: 16, scaleDType: 'f16' } as const;

describe.each([
  ['float32', denseProduct({ rows: 3, size: 32, layers: 2 })],
  ['int4', packedProduct({ rows: 3, size: 32, layers: 2 }, int4)],
])('%s', (_, product) => {
  /** By another way than the judge: whole columns, in float32 between the layers. */
  const multiplied = () => {
    let values = product.input;
    for (const weight of product.weights) {
      const dense = weight.dense();
      values = Float32Array.from(values, (_, at) => {
        const [row, column] = [Math.floor(at / 32), at % 32];
        let sum = 0;
        for (let k = 0; k < 32; k++) sum += values[row * 32 + k] * dense[k * 32 + column];
        return sum;
      });
    }
    return values;
  };

  test('accepts the product', () => {
    expect(product.errorOf([multiplied()])).toBeLessThan(product.tolerance);
  });

  test('refuses a wrong element in the last row', () => {
    const result = multiplied();
    result[result.length - 1] += 1;
    expect(product.errorOf([result])).toBeGreaterThan(product.tolerance);
  });

  test('results stay about as large as the input', () => {
    expect(Math.max(...multiplied().map(Math.abs))).toBeGreaterThan(0.2);
    expect(Math.max(...multiplied().map(Math.abs))).toBeLessThan(20);
  });
});
