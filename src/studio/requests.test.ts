/** What scripts hand to calls: sound arguments pass, and any that are not are refused by a sentence that names the field. */
import { describe, expect, test } from 'vitest';
import { DecantError } from '../core/errors.ts';
import { checkCall, faultOf } from './requests.ts';

const recipe = { version: 1, steps: [] };
const rounding = { strategy: 'group', groupSize: 32, symmetric: true, clip: 'minmax' };
const map = { fixedBytes: 1, bits: [4], layers: [], cells: [], uniform: [] };

/** Sound arguments of each call that takes any. */
const sound: Readonly<Record<string, readonly unknown[]>> = {
  openModel: [
    'sample:digits',
    { name: 'x', input: { layout: 'NCHW', scale: 1, mean: [0], channels: 'gray', resize: [28, 28] }, remember: false },
  ],
  openData: ['sample:digits', { limit: 20, remember: true }],
  startRun: ['run-1', { model: 'model-1', data: 'data-1', recipe, seed: 1, executor: 'onnx', heldOut: 0.1 }],
  continueRun: ['run-1'],
  startBranch: ['run-2', { run: 'run-1', step: 3 }, { stage: 0, settings: { learningRate: 0.1 }, steps: 2 }],
  steerRun: ['run-1', { kind: 'set', settings: { alpha: 0.5 } }],
  openCheckpoint: [{ run: 'run-1', step: 1, stage: 0 }],
  featurePairs: [{ student: 'model-1', teacher: 'model-2' }],
  measure: [
    { model: 'model-1', data: 'data-1', baseline: 'model-2', executor: 'onnx', samples: 8, batch: 1, threads: 2 },
  ],
  predict: [{ model: 'model-1', inputs: { x: { dtype: 'uint8', shape: [1], data: new Uint8Array(1) } } }],
  exportModel: ['model-1', { format: 'onnx-qdq' }],
  close: ['model-1'],
  histogram: [{ model: 'model-1', parameter: 'w', bins: 64, weights: { ...rounding, bits: 4 } }],
  samples: [{ data: 'data-1', start: 0, count: 10 }],
  drift: [{ model: 'model-1', baseline: 'model-2', sample: 3 }],
  activations: [{ model: 'model-1', node: 'conv', bins: 64, samples: 3 }],
  weightRow: [{ model: 'model-1', baseline: 'model-2', parameter: 'w', row: 0 }],
  trace: [{ model: 'model-1', baseline: 'model-2', data: 'data-1', sample: 0 }],
  sensitivity: [{ model: 'model-1', bits: [8, 4], mode: 'each', samples: 8, rounding, layers: ['conv'] }],
  allocate: [{ map, budget: 1000, fixed: { conv: 8 }, verify: { model: 'model-1' } }],
  sweep: [{ model: 'model-1', recipes: [{ label: 'x', recipe }], bound: 0.01, speed: true }],
  heal: [{ model: 'model-1', data: 'data-1', samples: [3], layers: ['conv'] }],
  checkClaim: [{ claim: 'x', model: 'model-1', samples: 8 }],
  receipt: [{ model: 'model-1', measurement: {} }],
  report: [{ format: 'html', model: 'model-1', sweep: {}, title: 'x' }],
  code: [{ recipe, language: 'python' }],
  keep: [{ model: 'model-1', measurement: {}, title: 'x' }],
  changeKept: ['a', { name: null, pinned: true }],
  unpack: [new Blob([])],
};

const poisons: readonly unknown[] = [
  ...[undefined, null, true, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e12, 10n],
  ...['', 'nope', [], {}, [null], [Number.NaN], { a: { b: 1 } }, () => 1, Symbol('x')],
];

/** Copies of a value, each with one place in it poisoned. */
function* poisoned(value: unknown): Generator<unknown> {
  yield* poisons;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Blob) return;
  for (const key of Object.keys(value)) {
    for (const inside of poisoned(Reflect.get(value, key))) {
      const copy: object = Array.isArray(value) ? [...value] : { ...value };
      Reflect.set(copy, key, inside);
      yield copy;
    }
  }
}

describe('arguments of calls', () => {
  test.each(Object.entries(sound))('%s takes what is sound, and refuses the rest by a sentence', (method, args) => {
    expect(() => checkCall(method, args)).not.toThrow();
    const faults: string[] = [];
    for (const given of poisoned(args)) {
      try {
        checkCall(method, Array.isArray(given) ? given : [given]);
      } catch (error) {
        const told = error instanceof DecantError && /^"\w+": \S.{5,}\.$/s.test(error.message);
        if (!told || /\[object|: undefined/.test(error.message)) faults.push(String(error));
      }
    }
    expect(faults).toEqual([]);
  });

  test.each<[string, unknown[], string]>([
    ['measure', [], '"measure": request is missing.'],
    ['measure', [{ model: 'model-1', samples: -1 }], '"measure": samples is -1, but should be at least 1.'],
    ['measure', [{ samples: 1 }], '"measure": model is missing.'],
    ['measure', [{ model: 'model-1', batch: Number.NaN }], '"measure": batch is NaN, but should be of type number.'],
    [
      'histogram',
      [{ model: 'm', parameter: 'w', bins: 1e12 }],
      '"histogram": bins is 1000000000000, but should be at most 65536.',
    ],
    [
      'sensitivity',
      [{ model: 'm', bits: [9] }],
      '"sensitivity": bits[0] is 9, but should be 2, 3, 4, 5, 6, 7, 8 or 16.',
    ],
    ['close', [null], '"close": id is null, but should be of type string.'],
  ])('%s(%j)', (method, args, message) => {
    expect(() => checkCall(method, args)).toThrow(message);
  });

  test('a fault over what another call gave names it', () => {
    const fault = new DecantError('fault', "Cannot read properties of undefined (reading 'bytes')");
    expect(faultOf('report', sound.report, fault).message).toBe(
      '"report" could not read "sweep"; hand over what the call that made it gave, unchanged.',
    );
    expect(faultOf('close', sound.close, fault)).toBe(fault);
  });
});
