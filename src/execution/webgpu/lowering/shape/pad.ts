/** Pad: for each axis, how many positions come before the input and which of its elements are kept. */
import { normalizeAxis, stridesOf } from '../../../../tensor/shape.ts';
import { pad } from '../../kernels/movement/pad.ts';
import type { LoweringContext } from '../lowering.ts';
import { strideParams } from '../views.ts';

const modes: readonly string[] = ['constant', 'edge', 'reflect', 'wrap'];

export function lowerPad(context: LoweringContext): void {
  const input = context.input(0);
  const output = context.output(0);
  const rank = input.shape.length;
  if (rank > 8) context.fail(`it pads ${rank} axes; 8 are possible.`);
  const pads = context.known(1)?.data ?? context.fail('its pads are not known before running.');
  const axes = context.known(3)?.data;
  const kept = input.shape.flatMap((size) => [0, 0, size, 0]);
  for (let i = 0; i < pads.length / 2; i++) {
    const axis = normalizeAxis(axes?.[i] ?? i, rank);
    kept.splice(4 * axis, 3, ...keptOf(input.shape[axis], pads[i], pads[i + pads.length / 2]));
  }
  context.emit(pad, {
    constants: { AXES: rank, MODE: modes.indexOf(context.text('mode')) },
    params: { count: output.count, axes: strideParams(output.shape, stridesOf(input.shape)), kept },
    bindings: { source: input, fill: context.optional(2) ?? context.unused, padded: output },
  });
}

// ---------------------------------------------------------------------------------------------

/** Positions before the input, first element kept, number kept; negative pads crop. */
function keptOf(size: number, begin: number, end: number): [number, number, number] {
  const first = Math.max(0, -begin);
  return [Math.max(0, begin), first, Math.max(0, size - first - Math.max(0, -end))];
}
