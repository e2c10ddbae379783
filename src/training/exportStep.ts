/** A training step as an ONNX file: forward, losses, gradients and updates, with parameters and moments as states. */
import type { WrittenOnnx } from '../files/onnx/write/writeOnnx.ts';
import { writeOnnx } from '../files/onnx/write/writeOnnx.ts';
import type { LearningStep } from './learningStep.ts';

/**
 * Whoever runs the file feeds samples, labels, settings and the learning rate, and hands each state's next value back as
 * its value in the following run, as our own reader does.
 *
 * @param batch samples a step; left open when not given
 */
export function exportStep({ graph }: Pick<LearningStep, 'graph'>, batch?: number): Promise<WrittenOnnx> {
  const shapes = graph.inputs.map(({ name, shape }): [string, number[]] => [
    name,
    shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? (batch ?? 1) : 1)),
  ]);
  return writeOnnx(graph, { form: 'dense', ...(batch === undefined ? {} : { shapes: Object.fromEntries(shapes) }) });
}
