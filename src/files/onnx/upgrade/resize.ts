/** Upsample (until 9) and Resize 10 as today's Resize. */
import type { OperatorNode } from '../../../graph/graph.ts';
import type { SourceNode, UpgradeContext, Upgraded, UpgradeRule } from './rule.ts';
import { asOperator } from './rule.ts';

/** Upsample 7 keeps the scales in an attribute; 9 takes them as an input. Both read source pixels at floor(i / scale). */
const upsample: UpgradeRule = (node, context) => {
  const attribute = node.attributes.scales;
  const scales = Array.isArray(attribute)
    ? context.constant(`${node.name}/scales`, 'f32', [attribute.length], attribute.map(Number))
    : node.inputs[1];
  return [oldResize(node, scales, 'floor')];
};

const resize: UpgradeRule = async (node, context): Promise<Upgraded> => {
  if (context.version >= 11) return modern(node, context);
  const scales = await context.numbers(node.inputs[1] ?? '');
  // Resize 10 rounds down where it enlarges and up where it reduces.
  const reduces = scales?.some((scale) => scale < 1) ?? false;
  if (reduces && scales?.some((scale) => scale > 1))
    return { opaque: 'Resize of opset 10 enlarges one axis and reduces another, which rounds each differently' };
  return [oldResize(node, node.inputs[1], reduces ? 'ceil' : 'floor')];
};

export const resizeRules = { Upsample: upsample, Resize: resize } satisfies Record<string, UpgradeRule>;

// ---------------------------------------------------------------------------------------------

function oldResize(node: SourceNode, scales: string, nearest: 'floor' | 'ceil'): OperatorNode {
  return asOperator('Resize', node, {
    inputs: [node.inputs[0], '', scales],
    attributes: {
      scales: undefined,
      mode: node.attributes.mode === 'bilinear' ? 'linear' : (node.attributes.mode ?? 'nearest'),
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: nearest,
    },
  });
}

/** Since 11 an empty tensor in the place of roi or scales means that it is left out. */
async function modern(node: SourceNode, context: UpgradeContext): Promise<Upgraded> {
  const [x, ...rest] = node.inputs;
  if (node.attributes.coordinate_transformation_mode === 'tf_half_pixel_for_nn')
    return { opaque: 'Resize reads pixels by tf_half_pixel_for_nn, which opset 13 took away' };
  const inputs = await Promise.all(
    rest.map(async (value) => ((await context.numbers(value))?.length === 0 ? '' : value)),
  );
  return [asOperator('Resize', node, { inputs: [x, ...inputs] })];
}
