/** The shape operators: they move elements, or compute shapes. */
import type { Operator } from '../../operator.ts';
import type { ShapeName } from '../names.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { flatten } from './flatten.ts';
import { gather } from './gather.ts';
import { reshape } from './reshape.ts';
import { shapeOperator } from './shape.ts';
import { slice } from './slice.ts';
import { squeeze } from './squeeze.ts';
import { transpose } from './transpose.ts';
import { unsqueeze } from './unsqueeze.ts';

export const shape = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Concat: concat,
  Slice: slice,
  Gather: gather,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Shape: shapeOperator,
  Constant: constant,
} satisfies Partial<Record<ShapeName, Operator>>;
