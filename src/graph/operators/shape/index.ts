/** The shape operators: they move elements, or compute shapes. */
import type { Operator } from '../../operator.ts';
import type { ShapeName } from '../names.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { constantOfShape } from './constantOfShape.ts';
import { depthToSpace } from './depthToSpace.ts';
import { expand } from './expand.ts';
import { flatten } from './flatten.ts';
import { gather } from './gather.ts';
import { gatherElements } from './gatherElements.ts';
import { gatherND } from './gatherND.ts';
import { oneHot } from './oneHot.ts';
import { pad } from './pad.ts';
import { range } from './range.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { scatterElements } from './scatterElements.ts';
import { scatterND } from './scatterND.ts';
import { shapeOperator } from './shape.ts';
import { size } from './size.ts';
import { slice } from './slice.ts';
import { spaceToDepth } from './spaceToDepth.ts';
import { split } from './split.ts';
import { squeeze } from './squeeze.ts';
import { tile } from './tile.ts';
import { transpose } from './transpose.ts';
import { trilu } from './trilu.ts';
import { unsqueeze } from './unsqueeze.ts';

export const shape = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Expand: expand,
  Tile: tile,
  Trilu: trilu,
  OneHot: oneHot,
  Range: range,
  Size: size,
  Shape: shapeOperator,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  Resize: resize,
} satisfies Record<ShapeName, Operator>;
