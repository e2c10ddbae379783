/**
 * The widths of least summed loss within a budget of bytes: a multiple-choice knapsack (one choice a layer), solved
 * exactly by dynamic programming over the undominated pairs of bytes and loss, with the bound of its linear relaxation
 * to drop what cannot win. Not greedy: the greedy solution only starts the search.
 * Kellerer, Pferschy and Pisinger, Knapsack Problems (2004), chapter 11; as width assignment in Dong et al., HAWQ-V2,
 * arXiv:1911.03852.
 */
import { RecipeError } from '../../core/errors.ts';

/** One way to store a layer. */
export interface Choice {
  readonly bytes: number;
  readonly loss: number;
}

export interface ChosenWidths {
  /** Which choice each layer gets, by its place in the layer's list. */
  readonly choices: readonly number[];
  readonly bytes: number;
  readonly loss: number;
  /** False when states had to be dropped for want of room; the optimum then lies between `bound` and `loss`. */
  readonly exact: boolean;
  readonly bound: number;
}

/** Partial solutions kept a layer; a network of hundreds of layers stays far below. */
const mostStates = 200_000;

/** Keeps rounding of sums from dropping the optimum itself. */
const slack = 1e-9;

/**
 * @param layers the choices of each layer, in any order; none is empty
 * @throws RecipeError `sensitivity/budget` when even the smallest choices do not fit
 */
export function chooseWidths(layers: readonly (readonly Choice[])[], budget: number): ChosenWidths {
  const ranked = layers.map(undominated);
  const least = sum(ranked, ([first]) => first.bytes);
  if (least > budget) refuse(budget, least);
  // Large layers first: what is left then fits in fine steps, and the bound is tight.
  const order = [...ranked.keys()].sort((a, b) => spanOf(ranked[b]) - spanOf(ranked[a]));
  const sorted = order.map((layer) => ranked[layer]);
  const steps = sorted.flatMap((choices, layer) => hullSteps(choices, layer)).sort((a, b) => b.rate - a.rate);
  const start = fillGreedily(sorted, steps, budget - least);
  const limit = start.loss + Math.abs(start.loss) * slack;
  const found = search(sorted, steps, budget, limit) ?? { picks: start.picks, exact: true };
  const bound = relaxation(sorted, steps, 0)(budget);
  return resultOf(ranked, order, found.picks, found.exact, bound);
}

// ---------------------------------------------------------------------------------------------

interface Ranked extends Choice {
  /** Its place in the layer's own list. */
  readonly index: number;
}

/** Rising bytes, falling loss. */
function undominated(choices: readonly Choice[]): Ranked[] {
  const rising = choices
    .map(({ bytes, loss }, index): Ranked => ({ bytes, loss, index }))
    .sort((a, b) => a.bytes - b.bytes || a.loss - b.loss);
  let least = Number.POSITIVE_INFINITY;
  return rising.filter(({ loss }) => {
    const better = loss < least;
    if (better) least = loss;
    return better;
  });
}

const spanOf = (choices: readonly Ranked[]): number => choices[choices.length - 1].bytes - choices[0].bytes;

/** A step along the lower convex hull of a layer's choices. */
interface Step {
  readonly layer: number;
  /** The choice that it leads to. */
  readonly to: number;
  readonly bytes: number;
  /** Loss that it saves. */
  readonly gain: number;
  readonly rate: number;
}

function hullSteps(choices: readonly Ranked[], layer: number): Step[] {
  const rate = (a: number, b: number) => (choices[a].loss - choices[b].loss) / (choices[b].bytes - choices[a].bytes);
  const hull: number[] = [];
  for (let i = 0; i < choices.length; i++) {
    while (hull.length > 1 && rate(hull[hull.length - 2], hull[hull.length - 1]) <= rate(hull[hull.length - 1], i))
      hull.pop();
    hull.push(i);
  }
  return hull.slice(1).map((to, i) => {
    const from = hull[i];
    const bytes = choices[to].bytes - choices[from].bytes;
    const gain = choices[from].loss - choices[to].loss;
    return { layer, to, bytes, gain, rate: gain / bytes };
  });
}

/** Takes the steps that save most a byte while they fit: feasible, and near the optimum. */
function fillGreedily(layers: readonly (readonly Ranked[])[], steps: readonly Step[], spare: number) {
  const picks = layers.map(() => 0);
  const full = new Set<number>();
  let rest = spare;
  for (const { layer, to, bytes } of steps) {
    if (full.has(layer)) continue;
    if (bytes > rest) full.add(layer);
    else {
      rest -= bytes;
      picks[layer] = to;
    }
  }
  return { picks, loss: sum(picks, (pick, layer) => layers[layer][pick].loss) };
}

/** The least loss that layers from `first` on could have within some bytes, if choices could be mixed; Infinity if none. */
function relaxation(layers: readonly (readonly Ranked[])[], steps: readonly Step[], first: number) {
  const rest = layers.slice(first);
  const least = sum(rest, ([smallest]) => smallest.bytes);
  const most = sum(rest, ([smallest]) => smallest.loss);
  const own = steps.filter(({ layer }) => layer >= first);
  const bytes = new Float64Array(own.length + 1);
  const gains = new Float64Array(own.length + 1);
  own.forEach((step, i) => {
    bytes[i + 1] = bytes[i] + step.bytes;
    gains[i + 1] = gains[i] + step.gain;
  });
  return (room: number): number => {
    const spare = room - least;
    if (spare < 0) return Number.POSITIVE_INFINITY;
    const at = lastAtMost(bytes, spare);
    const part = at < own.length ? (spare - bytes[at]) * own[at].rate : 0;
    return most - gains[at] - part;
  };
}

function lastAtMost(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rising[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Widths of the first layers: what they take, what they lose, and how they came about. */
interface State {
  readonly bytes: number;
  readonly loss: number;
  readonly pick: number;
  readonly before: State | undefined;
}

/** Undefined when nothing beats the limit. */
function search(layers: readonly (readonly Ranked[])[], steps: readonly Step[], budget: number, limit: number) {
  let states: State[] = [{ bytes: 0, loss: 0, pick: -1, before: undefined }];
  let exact = true;
  for (const [layer, choices] of layers.entries()) {
    const bound = relaxation(layers, steps, layer + 1);
    const reachable = ({ bytes, loss }: State) => loss + bound(budget - bytes) <= limit;
    const grown = states.flatMap((state) => extend(state, choices)).filter(reachable);
    states = keepUndominated(grown);
    if (states.length > mostStates) {
      exact = false;
      const promise = ({ bytes, loss }: State) => loss + bound(budget - bytes);
      states = keepUndominated(states.sort((a, b) => promise(a) - promise(b)).slice(0, mostStates));
    }
  }
  const best = states.at(-1);
  return best && { picks: picksOf(best), exact };
}

const extend = (before: State, choices: readonly Ranked[]): State[] =>
  choices.map(({ bytes, loss }, pick) => ({ bytes: before.bytes + bytes, loss: before.loss + loss, pick, before }));

function keepUndominated(states: State[]): State[] {
  states.sort((a, b) => a.bytes - b.bytes || a.loss - b.loss);
  let least = Number.POSITIVE_INFINITY;
  return states.filter(({ loss }) => {
    const better = loss < least;
    if (better) least = loss;
    return better;
  });
}

function picksOf(state: State): number[] {
  const picks: number[] = [];
  for (let at: State | undefined = state; at?.before; at = at.before) picks.push(at.pick);
  return picks.reverse();
}

function resultOf(
  ranked: readonly (readonly Ranked[])[],
  order: readonly number[],
  picks: readonly number[],
  exact: boolean,
  relaxed: number,
): ChosenWidths {
  const chosen = new Array<Ranked>(order.length);
  for (const [place, layer] of order.entries()) chosen[layer] = ranked[layer][picks[place]];
  const loss = sum(chosen, (choice) => choice.loss);
  return {
    choices: chosen.map(({ index }) => index),
    bytes: sum(chosen, (choice) => choice.bytes),
    loss,
    exact,
    bound: exact ? loss : relaxed,
  };
}

const sum = <T>(items: readonly T[], of: (item: T, index: number) => number): number =>
  items.reduce((total, item, index) => total + of(item, index), 0);

function refuse(budget: number, least: number): never {
  throw new RecipeError(
    'sensitivity/budget',
    `A budget of ${budget} bytes is less than the ${least} bytes that the layers take at their narrowest. Raise the budget, or allow narrower widths.`,
    { budget, least },
  );
}
