/**
 * Activations that are rounded while a network learns: FakeQuantize in front of layers, with one scale a tensor, that is
 * learned from the calibrated one, or observed: moving averages of least and greatest value, which freeze after some
 * steps (Jacob et al., 2018, arXiv:1712.05877, section 3.1).
 */
import type { State } from '../../../graph/graph.ts';
import { denseStorage, parameterFrom } from '../../../graph/graph.ts';
import { freshName } from '../../../graph/passes/uses.ts';
import { tensorFrom } from '../../../tensor/tensor.ts';
import type { ActivationGrid, Observed } from '../observers.ts';
import { activationGrid, observers } from '../observers.ts';
import type { StaticActivationOptions } from '../options.ts';
import type { Additions } from './fakeWeights.ts';
import { add, put } from './fakeWeights.ts';

/** How scales of activations are found while a network learns. */
export type ActivationScales =
  | { readonly kind: 'learned' }
  | { readonly kind: 'fixed' }
  /** Moving averages until so many steps have been made. */
  | { readonly kind: 'observed'; readonly freezeAfter: number };

/** What stands for one quantized activation while the network learns. */
export interface FakeActivation {
  /** The value that is rounded. */
  readonly source: string;
  readonly symmetric: boolean;
  readonly grid: ActivationGrid;
  /** Parameter: the calibrated scale. */
  readonly scale?: string;
  /** Parameter: what it is multiplied by; absent where it is fixed or observed. */
  readonly ratio?: string;
  /** States: least and greatest value; present where they are observed. */
  readonly low?: string;
  readonly high?: string;
  /** The value that layers read. */
  readonly value: string;
}

/** Share that the newest batch has in a moving average: training sees thousands. */
const newestShare = 0.01;

/**
 * Rounds a value to int8 on the grid that its observer saw.
 *
 * @param source the value, f32
 * @param additions where nodes, parameters and states go; `step` is the value that counts steps
 */
export function addFakeActivation(
  source: string,
  seen: Observed,
  options: StaticActivationOptions,
  scales: ActivationScales,
  additions: Additions & { readonly states: State[]; readonly step: string },
): FakeActivation {
  const symmetric = options.symmetric ?? false;
  const grid = activationGrid(observers[options.observer](seen, options), symmetric);
  const [low, high] = symmetric ? [-128, 127] : [0, 255];
  const attributes = { low, high, step_gradient: 1 / Math.sqrt(high) };
  const common = { source, symmetric, grid };
  const zeroOf = (zero: string) => (symmetric ? [] : [zero]);
  if (scales.kind === 'observed') {
    const { scale, zero, states } = observedGrid(source, grid, symmetric, scales.freezeAfter, additions);
    const value = add(additions, 'FakeQuantize', `${source}.fake`, [source, scale, ...zeroOf(zero)], attributes);
    return { ...common, ...states, value };
  }
  const scale = put(additions, `${source}.scale`, [], Float32Array.of(grid.scale));
  const zero = symmetric ? [] : [put(additions, `${source}.zero`, [], Float32Array.of(grid.zeroPoint))];
  const ratio = scales.kind === 'learned' ? put(additions, `${source}.ratio`, [], Float32Array.of(1)) : undefined;
  const step = ratio === undefined ? scale : add(additions, 'Mul', `${source}.step`, [scale, ratio]);
  const value = add(additions, 'FakeQuantize', `${source}.fake`, [source, step, ...zero], attributes);
  return { ...common, scale, ...(ratio === undefined ? {} : { ratio }), value };
}

/** The grid of observed bounds: what the nodes of `observedGrid` compute, in the same 32-bit steps. */
export function gridOfBounds(low: number, high: number, symmetric: boolean): ActivationGrid {
  const [least, most] = [Math.min(0, low), Math.max(0, high)];
  if (symmetric) {
    const reach = Math.max(-least, most);
    return { scale: Math.fround(Math.max(leastScale, reach / 127)), zeroPoint: 0, low: -reach, high: reach };
  }
  const scale = Math.fround(Math.max(leastScale, Math.fround(most - least) / 255));
  const zeroPoint = Math.round(Math.min(255, Math.max(0, -least / scale)));
  return { scale, zeroPoint, low: least, high: most };
}

// ---------------------------------------------------------------------------------------------

/** Keeps the quotient finite where nothing but zero was seen. */
const leastScale = 1e-12;

function observedGrid(
  source: string,
  grid: ActivationGrid,
  symmetric: boolean,
  freezeAfter: number,
  additions: Additions & { readonly states: State[]; readonly step: string },
): { readonly scale: string; readonly zero: string; readonly states: { readonly low: string; readonly high: string } } {
  const number = (value: number) => put(additions, `${source}.constant`, [], Float32Array.of(value));
  const zero = number(0);
  const open = add(additions, 'Less', `${source}.observing`, [additions.step, number(freezeAfter)]);
  const moving = (stem: string, initial: number, reduce: 'ReduceMin' | 'ReduceMax') => {
    const name = freshName(additions.taken, `${source}.${stem}`);
    const now = add(additions, reduce, `${name}.batch`, [source], { keepdims: 0 });
    const gap = add(additions, 'Sub', `${name}.gap`, [now, name]);
    const moved = add(additions, 'Add', `${name}.moved`, [
      name,
      add(additions, 'Mul', `${name}.change`, [gap, number(newestShare)]),
    ]);
    const next = add(additions, 'Where', `${name}.next`, [open, moved, name]);
    const storage = denseStorage('f32', Float32Array.of(initial));
    additions.states.push({ name, dtype: 'f32', shape: [], initial: storage, value: name, next });
    return name;
  };
  const [low, high] = [moving('low', grid.low, 'ReduceMin'), moving('high', grid.high, 'ReduceMax')];
  const least = add(additions, 'Min', `${source}.least`, [low, zero]);
  const most = add(additions, 'Max', `${source}.most`, [high, zero]);
  const span = symmetric
    ? add(additions, 'Max', `${source}.reach`, [add(additions, 'Neg', `${source}.negative`, [least]), most])
    : add(additions, 'Sub', `${source}.span`, [most, least]);
  const raw = add(additions, 'Div', `${source}.raw_scale`, [span, number(symmetric ? 127 : 255)]);
  const scale = add(additions, 'Max', `${source}.scale`, [raw, number(leastScale)]);
  const place = add(additions, 'Div', `${source}.place`, [add(additions, 'Neg', `${source}.offset`, [least]), scale]);
  const held = add(additions, 'Clip', `${source}.held`, [place, zero, number(255)]);
  return { scale, zero: add(additions, 'Round', `${source}.zero`, [held]), states: { low, high } };
}

/** The pair of nodes that the field exchanges, with the grid that was learned or observed. */
export function addQuantizedPair(
  source: string,
  grid: ActivationGrid,
  symmetric: boolean,
  additions: Additions,
): string {
  const { taken, parameters } = additions;
  const constant = (stem: string, dtype: 'f32' | 'i8' | 'u8', value: number) => {
    const name = freshName(taken, stem);
    parameters.set(name, parameterFrom(name, tensorFrom(dtype, [], [value])));
    return name;
  };
  const scale = constant(`${source}_scale`, 'f32', grid.scale);
  const zero = constant(`${source}_zero_point`, symmetric ? 'i8' : 'u8', grid.zeroPoint);
  const codes = add(additions, 'QuantizeLinear', `${source}_quantized`, [source, scale, zero]);
  return add(additions, 'DequantizeLinear', `${source}_dequantized`, [codes, scale, zero]);
}
