/** Elementwise operators as expressions. Total over the family's names; the semantics are those of the references. */
import type { ElementwiseName } from '../../../graph/operators/names.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { elementOf } from '../bufferRef.ts';
import type { ElementwiseArguments, ElementwiseRule } from './elementwiseRule.ts';
import { asBool, floatLiteral, wrapTo } from './elementwiseRule.ts';
import { powExpression } from './powExpression.ts';

/** Expand is among them: reading its input broadcast is all that it does. */
export const elementwiseRules: Readonly<Record<ElementwiseName | 'Expand', ElementwiseRule>> = {
  Add: infix('+'),
  Sub: infix('-'),
  Mul: infix('*'),
  Div: byElement({ f32: '$0 / $1', i32: 'op_div_int($0, $1)', u32: 'op_div_uint($0, $1)' }),
  Neg: byElement({ f32: '-$0', i32: '-$0', u32: 'Uint(0u) - $0' }),
  Abs: text('abs($0)'),
  Exp: text('exp($0)'),
  Log: text('op_log($0)'),
  Sqrt: text('sqrt($0)'),
  Reciprocal: text('Float(1.0) / $0'),
  Pow: wrapped(powExpression),
  Mod: wrapped(modExpression),
  Sum: wrapped(({ inputs, arg }) => inputs.map((_, i) => arg(i)).join(' + ')),
  Tanh: text('op_tanh($0)'),
  Sigmoid: text('op_sigmoid($0)'),
  Erf: text('op_erf($0)'),
  Sin: text('op_sin($0)'),
  Cos: text('op_cos($0)'),
  Relu: byElement({ f32: 'op_relu($0)', i32: 'max($0, Int(0))', u32: '$0' }),
  LeakyRelu: wrapped(({ arg, view }) => leaky(arg(0), floatLiteral(view.float('alpha')))),
  PRelu: wrapped(({ arg, dtype }) => leaky(arg(0), arg(1), dtype)),
  Elu: wrapped(({ arg, view }) => `op_elu(${arg(0)}, ${floatLiteral(view.float('alpha'))})`),
  Selu: wrapped(({ arg, view }) => {
    const [alpha, gamma] = [floatLiteral(view.float('alpha')), floatLiteral(view.float('gamma'))];
    return `${gamma} * op_elu(${arg(0)}, ${alpha})`;
  }),
  HardSigmoid: wrapped(({ arg, view }) => unitClip(arg(0), view.float('alpha'), view.float('beta'))),
  HardSwish: wrapped(({ arg }) => `${arg(0)} * ${unitClip(arg(0), 1 / 6, 0.5)}`),
  Gelu: wrapped(({ arg, view }) => `${view.text('approximate') === 'tanh' ? 'op_gelu_tanh' : 'op_gelu'}(${arg(0)})`),
  Swish: wrapped(({ arg, view }) => `${arg(0)} * op_sigmoid(${floatLiteral(view.float('alpha'))} * ${arg(0)})`),
  Softplus: text('op_softplus($0)'),
  Clip: wrapped(clipExpression),
  Min: wrapped((args) => extreme(args, 'min')),
  Max: wrapped((args) => extreme(args, 'max')),
  Round: text('round($0)'),
  Floor: text('floor($0)'),
  Ceil: text('ceil($0)'),
  Sign: byElement({ f32: 'op_sign($0)', i32: 'sign($0)', u32: 'min($0, Uint(1u))' }),
  Where: text('select($2, $1, $0 != Uint(0u))'),
  Equal: comparison('=='),
  Greater: comparison('>'),
  Less: comparison('<'),
  GreaterOrEqual: comparison('>='),
  LessOrEqual: comparison('<='),
  Not: text('$0 ^ Uint(1u)'),
  And: text('$0 & $1'),
  Or: text('$0 | $1'),
  Xor: text('$0 ^ $1'),
  BitShift: wrapped(({ arg, view, dtype }) => {
    const direction = view.text('direction') === 'LEFT' ? 'left' : 'right';
    return `op_shift_${direction}_${elementOf(dtype) === 'u32' ? 'uint' : 'int'}(${arg(0)}, ${arg(1)})`;
  }),
  BitwiseAnd: infix('&'),
  BitwiseOr: infix('|'),
  BitwiseXor: infix('^'),
  Cast: ({ arg, view, dtype }) => [castExpression(arg(0), view.inputTypes[0]?.dtype ?? dtype, dtype)],
  Identity: text('$0'),
  // In training, dropout is decomposed before it comes here.
  Dropout: ({ arg }) => [arg(0), 'Uint(1u)'],
  Expand: text('$0'),
};

/** The value of a dtype as another, as Cast defines it. */
export function castExpression(value: string, from: DType, to: DType): string {
  if (to === from) return value;
  if (to === 'bool') return asBool(`!(${value} == ${zeroOf(from)})`); // NaN is true
  if (to === 'f16') return `op_round_half(Float(${value}))`;
  if (to === 'f32') return `Float(${value})`;
  if (isFloat(from)) return to === 'u32' ? `op_to_uint32(${value})` : wrapTo(to, `op_to_int32(${value})`);
  return elementOf(to) === 'u32' ? `Uint(${value})` : wrapTo(to, `Int(${value})`);
}

// ---------------------------------------------------------------------------------------------

/** A template in which `$0`, `$1` and `$2` stand for the arguments. */
function fill(template: string, { arg }: ElementwiseArguments): string {
  return template.replace(/\$(\d)/g, (_, index: string) => arg(Number(index)));
}

function wrapped(expression: (args: ElementwiseArguments) => string): ElementwiseRule {
  return (args) => [wrapTo(args.dtype, expression(args))];
}

function text(template: string): ElementwiseRule {
  return wrapped((args) => fill(template, args));
}

function infix(operator: string): ElementwiseRule {
  return text(`$0 ${operator} $1`);
}

function comparison(operator: string): ElementwiseRule {
  return (args) => [asBool(fill(`$0 ${operator} $1`, args))];
}

function byElement(templates: Readonly<Record<'f32' | 'i32' | 'u32', string>>): ElementwiseRule {
  return wrapped((args) => fill(templates[elementOf(args.dtype)], args));
}

const zeroOf = (dtype: DType): string => ({ f32: 'Float(0.0)', i32: 'Int(0)', u32: 'Uint(0u)' })[elementOf(dtype)];

function leaky(x: string, slope: string, dtype: DType = 'f32'): string {
  return `select(${x}, ${slope} * ${x}, ${x} < ${zeroOf(dtype)})`;
}

function unitClip(x: string, alpha: number, beta: number): string {
  const line = `${floatLiteral(alpha)} * ${x} + ${floatLiteral(beta)}`;
  return `op_clip_high(op_clip_low(${line}, Float(0.0)), Float(1.0))`;
}

function clipExpression({ inputs, arg, dtype }: ElementwiseArguments): string {
  const [, low, high] = inputs;
  const [raise, hold] = elementOf(dtype) === 'f32' ? ['op_clip_low', 'op_clip_high'] : ['max', 'min'];
  const raised = low === undefined ? arg(0) : `${raise}(${arg(0)}, ${low})`;
  return high === undefined ? raised : `${hold}(${raised}, ${high})`;
}

function extreme({ inputs, arg, dtype }: ElementwiseArguments, name: 'min' | 'max'): string {
  const call = elementOf(dtype) === 'f32' ? `op_${name}` : name;
  return inputs.map((_, i) => arg(i)).reduce((so, next) => `${call}(${so}, ${next})`);
}

function modExpression({ arg, view, dtype }: ElementwiseArguments): string {
  const element = elementOf(dtype);
  if (element === 'f32') return `op_fmod(${arg(0)}, ${arg(1)})`;
  if (element === 'u32') return `op_mod_uint(${arg(0)}, ${arg(1)})`;
  return `${view.int('fmod') ? 'op_rem_int' : 'op_mod_int'}(${arg(0)}, ${arg(1)})`;
}
