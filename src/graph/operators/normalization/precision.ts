/** Moments of 16-bit floats are computed in f32: decompositions and gradients cast what they read and what they make. */
import type {
  Decomposition,
  DecompositionRule,
  Gradient,
  GradientContext,
  GradientRule,
  RewriteContext,
} from '../../operator.ts';
import { decomposed, differentiable } from '../../operator.ts';

/**
 * A decomposition written for f32.
 *
 * @param likes for each output the input whose dtype it takes; outputs beyond stay f32
 */
export function decomposedInF32<A>(rule: DecompositionRule<A>, likes: readonly number[] = [0]): Decomposition<A> {
  return decomposed((context) =>
    rule({ ...context, inputs: context.inputs.map((name) => widened(context, name)) }).map((value, i) =>
      i < likes.length ? castLike(context, value, context.inputs[likes[i]]) : value,
    ),
  );
}

/** A gradient written for f32. */
export function gradientInF32<A>(rule: GradientRule<A>): Gradient<A> {
  return differentiable((context: GradientContext<A>) => {
    const inputs = context.inputs.map((name) => widened(context, name));
    const gradients = context.gradients.map((name) => name && widened(context, name));
    return rule({ ...context, inputs, gradients }).map(
      (value, i) => value && castLike(context, value, context.inputs[i]),
    );
  });
}

// ---------------------------------------------------------------------------------------------

type Context = Pick<RewriteContext, 'builder' | 'type'>;

function widened({ builder, type }: Context, name: string): string {
  return name !== '' && type(name).dtype === 'f16' ? builder.add('Cast', [name], { to: 'f32' }) : name;
}

function castLike({ builder, type }: Context, value: string, like: string): string {
  const { dtype } = type(like);
  return type(value).dtype === dtype ? value : builder.add('Cast', [value], { to: dtype });
}
