/** Weights that are larger than a binding on the GPU, which is told that it binds a few bytes only. */

import { largeWeightCases, tinyBinding } from '../../../testing/largeWeights.ts';
import { describeParity } from '../../../testing/parity.ts';
import type { Capabilities } from '../capabilities.ts';

const restrict = (capabilities: Capabilities): Capabilities => ({
  ...capabilities,
  limits: { ...capabilities.limits, maxStorageBufferBindingSize: tinyBinding },
});

/** Rows that are told apart by their kernels; Node runs them all. */
const rows = largeWeightCases.filter(({ about }) => !/vector|batches|each row|one scale|by channel$/.test(about));

describeParity('weights larger than a binding', rows, { restrict });
