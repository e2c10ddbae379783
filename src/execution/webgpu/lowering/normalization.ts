/** Normalizations over rows. Batch normalization is a chain of elementwise operators, which fuses with its neighbours. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { NormalizationName } from '../../../graph/operators/names.ts';
import { normalizeAxis, sameShape, sizeOf } from '../../../tensor/shape.ts';
import { normalizeGroup } from '../kernels/normalization/normalizeGroup.ts';
import { normalizeRow } from '../kernels/normalization/normalizeRow.ts';
import type { Lowering, LoweringContext } from './lowering.ts';
import { byDecomposition } from './lowering.ts';
import { lowerBack } from './normalization/back.ts';
import { preferGroups } from './rows.ts';
import { shapeClass } from './shapeClass.ts';

export const normalization = {
  BatchNormalization: byDecomposition,
  LayerNormalization: { lower: (context) => lowerOverAxes(context, 1), decomposes: hasOddScale, epilogueInputs: 2 },
  RMSNormalization: { lower: (context) => lowerOverAxes(context, 0), decomposes: hasOddScale, epilogueInputs: 2 },
  InstanceNormalization: { lower: lowerInstance, epilogueInputs: 2 },
  LayerNormalizationGradient: { lower: (context) => lowerBack(context, 1), epilogueInputs: 3 },
  RMSNormalizationGradient: { lower: (context) => lowerBack(context, 0), epilogueInputs: 3 },
} satisfies Record<NormalizationName, Lowering>;

// ---------------------------------------------------------------------------------------------

/** Scale and bias of the kernels have the shape of a row; others are broadcast by the decomposition. */
function hasOddScale(
  node: Pick<OperatorNode, 'inputs' | 'attributes'>,
  shapeOf: (value: string) => readonly number[],
): boolean {
  const [x, ...rest] = node.inputs.filter((name) => name !== '').map(shapeOf);
  const axis = normalizeAxis(Number(node.attributes.axis ?? -1), x.length);
  return rest.some((shape) => !sameShape(shape, x.slice(axis)));
}

function lowerOverAxes(context: LoweringContext, centred: 0 | 1): void {
  const { shape } = context.input(0);
  const axis = normalizeAxis(context.int('axis'), shape.length);
  const length = sizeOf(shape.slice(axis));
  emitNormalize(context, { count: sizeOf(shape.slice(0, axis)), length }, centred, { rows: 1, rowStep: 0, step: 1 });
}

function lowerInstance(context: LoweringContext): void {
  const { shape } = context.input(0);
  const [samples, channels] = shape;
  const rows = { count: samples * channels, length: sizeOf(shape.slice(2)) };
  emitNormalize(context, rows, 1, { rows: channels, rowStep: 1, step: 0 });
}

function emitNormalize(
  context: LoweringContext,
  rows: { readonly count: number; readonly length: number },
  centred: 0 | 1,
  scale: { readonly rows: number; readonly rowStep: number; readonly step: number },
): void {
  const moments = context.wanted(1) || context.wanted(2);
  const moment = (index: number) =>
    moments && context.node.outputs[index]
      ? context.output(index)
      : context.scratch('f32', moments ? rows.count : 1, `moment ${index}`);
  const bias = context.optional(2);
  const call = {
    constants: { CENTRED: centred, BIAS: bias ? 1 : 0, MOMENTS: moments ? 1 : 0 },
    params: {
      ...rows,
      scale_rows: scale.rows,
      scale_row_step: scale.rowStep,
      scale_step: scale.step,
      epsilon: context.float('epsilon'),
    },
    bindings: {
      source: context.input(0),
      scale: context.input(1),
      bias: bias ?? context.unused,
      result: context.output(0),
      means: moment(1),
      inverses: moment(2),
    },
    epilogue: context.epilogue,
  };
  const byRow = { name: 'normalize_row', emit: () => context.emit(normalizeRow, call) };
  const byGroup = { name: 'normalize_group', emit: () => context.emit(normalizeGroup, call) };
  const groups = preferGroups(rows, context.capabilities.software);
  context.choose(
    'normalize',
    shapeClass({ rows: rows.count, length: rows.length }),
    groups ? [byGroup, byRow] : [byRow, byGroup],
  );
}
