/** The elementwise operators: one output element from the same position of each input. */
import type { Operator } from '../../operator.ts';
import type { ElementwiseName } from '../names.ts';
import { abs } from './abs.ts';
import { add } from './add.ts';
import { and } from './and.ts';
import { bitShift } from './bitShift.ts';
import { bitwiseAnd } from './bitwiseAnd.ts';
import { bitwiseOr } from './bitwiseOr.ts';
import { bitwiseXor } from './bitwiseXor.ts';
import { cast } from './cast.ts';
import { ceil } from './ceil.ts';
import { clip } from './clip.ts';
import { cos } from './cos.ts';
import { div } from './div.ts';
import { dropout } from './dropout.ts';
import { elu } from './elu.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { floor } from './floor.ts';
import { gelu } from './gelu.ts';
import { greater } from './greater.ts';
import { greaterOrEqual } from './greaterOrEqual.ts';
import { hardSigmoid } from './hardSigmoid.ts';
import { hardSwish } from './hardSwish.ts';
import { identity } from './identity.ts';
import { leakyRelu } from './leakyRelu.ts';
import { less } from './less.ts';
import { lessOrEqual } from './lessOrEqual.ts';
import { log } from './log.ts';
import { max } from './max.ts';
import { min } from './min.ts';
import { mod } from './mod.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { not } from './not.ts';
import { or } from './or.ts';
import { pow } from './pow.ts';
import { pRelu } from './pRelu.ts';
import { reciprocal } from './reciprocal.ts';
import { relu } from './relu.ts';
import { round } from './round.ts';
import { selu } from './selu.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { sin } from './sin.ts';
import { softplus } from './softplus.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';
import { swish } from './swish.ts';
import { tanh } from './tanh.ts';
import { where } from './where.ts';
import { xor } from './xor.ts';

export const elementwise = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Neg: neg,
  Abs: abs,
  Exp: exp,
  Log: log,
  Sqrt: sqrt,
  Reciprocal: reciprocal,
  Pow: pow,
  Mod: mod,
  Sum: sum,
  Tanh: tanh,
  Sigmoid: sigmoid,
  Erf: erf,
  Sin: sin,
  Cos: cos,
  Relu: relu,
  LeakyRelu: leakyRelu,
  PRelu: pRelu,
  Elu: elu,
  Selu: selu,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Gelu: gelu,
  Swish: swish,
  Softplus: softplus,
  Clip: clip,
  Min: min,
  Max: max,
  Round: round,
  Floor: floor,
  Ceil: ceil,
  Sign: sign,
  Where: where,
  Equal: equal,
  Greater: greater,
  Less: less,
  GreaterOrEqual: greaterOrEqual,
  LessOrEqual: lessOrEqual,
  Not: not,
  And: and,
  Or: or,
  Xor: xor,
  BitShift: bitShift,
  BitwiseAnd: bitwiseAnd,
  BitwiseOr: bitwiseOr,
  BitwiseXor: bitwiseXor,
  Cast: cast,
  Identity: identity,
  Dropout: dropout,
} satisfies Record<ElementwiseName, Operator>;
