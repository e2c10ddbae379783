/** Dropped files by what they are, and the fields of numbers beside them. */
import { expect, test } from 'vitest';
import { parseNumbers } from '../panels/parseNumbers.ts';
import { sortFiles } from './sortFiles.ts';

const names = (given: readonly string[]) => {
  const { model, data } = sortFiles(given.map((name) => new File([], name)));
  return [model.map(({ name }) => name), data.map(({ name }) => name)];
};

test('networks and data are told apart by their names', () => {
  expect(names(['net.onnx', 'net.onnx.data', 't10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte'])).toEqual([
    ['net.onnx', 'net.onnx.data'],
    ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte'],
  ]);
  expect(names(['model.safetensors', 'config.json', 'digits.csv'])).toEqual([
    ['model.safetensors', 'config.json'],
    ['digits.csv'],
  ]);
  expect(names(['cats/1.png', 'dogs/2.png'])).toEqual([[], ['cats/1.png', 'dogs/2.png']]);
});

test('a single file of an unknown kind is tried as a network', () => {
  expect(names(['something.bin'])).toEqual([['something.bin'], []]);
});

test('fields of numbers take lists and fractions', () => {
  expect(parseNumbers('0.485, 0.456 0.406')).toEqual([0.485, 0.456, 0.406]);
  expect(parseNumbers('1/255')).toEqual([1 / 255]);
  expect(parseNumbers('')).toEqual([]);
  expect(parseNumbers('half')).toBeNull();
  expect(parseNumbers('1/2/3')).toBeNull();
});
