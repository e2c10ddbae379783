/** What an engine that is imitated answers: a model and a measurement, of which a test says what it is about. */
import type { Measurement, ModelSummary } from '../studio/api.ts';

/** A network of 100 weights in 4 bits, but for what differs. */
export const modelSummary = (change: Partial<ModelSummary> & Pick<ModelSummary, 'id'>): ModelSummary => ({
  name: 'net',
  format: 'run',
  parameters: 100,
  bytes: 50,
  bitsPerWeight: 4,
  inputs: [],
  outputs: [],
  operators: {},
  unsupported: [],
  layers: [],
  notes: [],
  metadata: {},
  ...change,
});

/** Nine of ten right, measured by `reference`. */
export const measurementOf = (quality: Partial<Measurement['quality']>): Measurement => ({
  executor: 'reference',
  quality: { accuracy: { value: 0.9, low: 0.8, high: 0.95, n: 2000 }, notes: [], ...quality },
  size: { bytes: 50, bitsPerWeight: 4, parts: { codes: 50, scales: 0, zeroPoints: 0, padding: 0, rest: 0 } },
  provenance: { kind: 'live', executor: 'reference', device: 'here', browser: 'none', when: '2026-01-01', seconds: 1 },
});
