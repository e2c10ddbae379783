/** The gradient of Max and Min: what arrives goes to the inputs that equal the output, in equal shares. */
import type { Points } from '../arithmetic.ts';

/** One rule an input; to be given to `gradientOfMany`. */
export function shareAmongWinners({ g, inputs, y, equal, cast, add, mul, div }: Points<unknown>): (() => string)[] {
  const wins = (input: string) => cast(equal(input, y));
  const shared = () =>
    div(
      g,
      inputs.map(wins).reduce((sum, win) => add(sum, win)),
    );
  return inputs.map((input) => () => mul(wins(input), shared()));
}
