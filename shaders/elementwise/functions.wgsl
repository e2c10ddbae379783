// Elementwise operators as functions on Float, Int, Uint and Bool, which are one element or four (the linker aliases
// them). So: no branches on values, only `select`; constants by constructor. The linker takes only what a chain calls.
// Comparing with NaN is false, so `select(x, limit, x < limit)` lets NaN through where min and max might not.

fn op_is_nan(x: Float) -> Bool {
  return (bitcast<Uint>(x) & Uint(0x7fffffffu)) > Uint(0x7f800000u);
}

// NaN, made from a value so that no compiler refuses it as a constant.
fn op_nan(x: Float) -> Float {
  return bitcast<Float>((bitcast<Uint>(x) & Uint(0u)) | Uint(0x7fc00000u));
}

fn op_relu(x: Float) -> Float {
  return select(x, Float(0.0), x < Float(0.0));
}

fn op_clip_low(x: Float, low: Float) -> Float {
  return select(x, low, x < low);
}

fn op_clip_high(x: Float, high: Float) -> Float {
  return select(x, high, x > high);
}

fn op_max(a: Float, b: Float) -> Float {
  return select(a, b, (b > a) | op_is_nan(b));
}

fn op_min(a: Float, b: Float) -> Float {
  return select(a, b, (b < a) | op_is_nan(b));
}

fn op_sign(x: Float) -> Float {
  return select(select(select(Float(0.0), Float(1.0), x > Float(0.0)), Float(-1.0), x < Float(0.0)), x, op_is_nan(x));
}

// Some drivers give a finite number for log(0).
fn op_log(x: Float) -> Float {
  let bits = bitcast<Uint>(x) & Uint(0u);
  let least = bitcast<Float>(bits | Uint(0xff800000u));
  return select(select(log(x), least, x == Float(0.0)), op_nan(x), (x < Float(0.0)) | op_is_nan(x));
}

// e^x - 1 without cancellation near 0: Taylor series there.
fn op_expm1(x: Float) -> Float {
  let series = x * (Float(1.0) + x / 2.0 * (Float(1.0) + x / 3.0 * (Float(1.0) + x / 4.0
    * (Float(1.0) + x / 5.0 * (Float(1.0) + x / 6.0 * (Float(1.0) + x / 7.0))))));
  return select(exp(x) - Float(1.0), series, abs(x) < Float(0.4));
}

// log(1 + x) for x in [0, 1]: the exact rounding error of 1 + x put back.
fn op_log1p(x: Float) -> Float {
  let u = Float(1.0) + x;
  return log(u) - ((u - Float(1.0)) - x) / u;
}

fn op_tanh(x: Float) -> Float {
  let e = op_expm1(2.0 * clamp(x, Float(-15.0), Float(15.0)));
  return select(e / (e + Float(2.0)), x, op_is_nan(x));
}

fn op_sigmoid(x: Float) -> Float {
  return select(Float(1.0) / (Float(1.0) + exp(clamp(-x, Float(-87.0), Float(87.0)))), x, op_is_nan(x));
}

fn op_softplus(x: Float) -> Float {
  return op_relu(x) + op_log1p(exp(-min(abs(x), Float(87.0))));
}

fn op_elu(x: Float, alpha: Float) -> Float {
  return select(x, alpha * op_expm1(x), x < Float(0.0));
}

// Numerical Recipes' erfc, relative error below 1.2e-7, and the power series near 0.
fn op_erf(x: Float) -> Float {
  let z = min(abs(x), Float(10.0));
  let t = Float(1.0) / (Float(1.0) + 0.5 * z);
  let polynomial = Float(-1.26551223) + t * (Float(1.00002368) + t * (Float(0.37409196) + t * (Float(0.09678418)
    + t * (Float(-0.18628806) + t * (Float(0.27886807) + t * (Float(-1.13520398) + t * (Float(1.48851587)
    + t * (Float(-0.82215223) + t * 0.17087277))))))));
  let tail = Float(1.0) - t * exp(-z * z + polynomial);
  let s = x * x;
  let series = 1.1283791671 * x * (Float(1.0) - s / 3.0 * (Float(1.0) - s * 0.3 * (Float(1.0) - s * (5.0 / 21.0)
    * (Float(1.0) - s * (7.0 / 36.0) * (Float(1.0) - s * (9.0 / 55.0))))));
  return select(select(select(tail, -tail, x < Float(0.0)), series, z < Float(0.5)), x, op_is_nan(x));
}

fn op_gelu(x: Float) -> Float {
  return 0.5 * x * (Float(1.0) + op_erf(x * 0.70710678118));
}

fn op_gelu_tanh(x: Float) -> Float {
  return 0.5 * x * (Float(1.0) + op_tanh(0.7978845608 * (x + 0.044715 * x * x * x)));
}

// Sine of an angle in eighths: WGSL promises sin and cos to 2^-11 only. The angle is reduced to [-pi/4, pi/4] by
// Cody and Waite, pi/2 in three parts; polynomials from Moshier's Cephes (sinf.c).
fn op_sine_of_quarters(x: Float, turns: Float, quarter: Int) -> Float {
  let r = ((x - turns * 1.5703125) - turns * 0.000483751296997070313) - turns * 7.54978995489188216e-8;
  let s = r * r;
  let sine = r + r * s * (Float(-0.16666654611) + s * (Float(0.0083321608736) + s * -0.00019515295891));
  let cosine = Float(1.0) - 0.5 * s
    + s * s * (Float(0.041666645683) + s * (Float(-0.0013887316255) + s * 0.000024433157118));
  let value = select(sine, cosine, (quarter & Int(1)) == Int(1));
  return select(value, -value, (quarter & Int(2)) == Int(2));
}

fn op_sin(x: Float) -> Float {
  let turns = round(x * 0.636619772368);
  return op_sine_of_quarters(x, turns, Int(turns));
}

fn op_cos(x: Float) -> Float {
  let turns = round(x * 0.636619772368);
  return op_sine_of_quarters(x, turns, Int(turns) + Int(1));
}

// x^y for a whole y from 0 to 64, by squaring.
fn op_whole_power(x: Float, y: Float) -> Float {
  var rest = Uint(clamp(y, Float(0.0), Float(64.0)));
  var square = x;
  var result = Float(1.0);
  for (var bit = 0u; bit < 7u; bit++) {
    result = select(result, result * square, (rest & Uint(1u)) == Uint(1u));
    rest >>= Uint(1u);
    square *= square;
  }
  return result;
}

fn op_pow(x: Float, y: Float) -> Float {
  let magnitude = abs(y);
  let whole = magnitude == floor(magnitude);
  let by_squaring = op_whole_power(x, magnitude);
  let odd = whole & (magnitude - 2.0 * floor(magnitude * 0.5) == Float(1.0));
  let general = pow(abs(x), y);
  let signed = select(general, select(select(op_nan(x), general, whole), -general, odd), x < Float(0.0));
  let small = select(by_squaring, Float(1.0) / by_squaring, y < Float(0.0));
  let result = select(signed, small, whole & (magnitude <= Float(64.0)));
  return select(result, x + y, (op_is_nan(x) | op_is_nan(y)) & (y != Float(0.0)));
}

// The remainder with the sign of a, as C's fmod; the quotient may have been rounded up to the next whole number.
fn op_fmod(a: Float, b: Float) -> Float {
  let size = abs(b);
  let value = abs(a);
  let rest = value - size * floor(value / size);
  let up = select(rest, rest + size, rest < Float(0.0));
  let down = select(up, up - size, up >= size);
  return select(down, -down, a < Float(0.0));
}

// Rounds to what a 16-bit float holds, ties to even; beyond 65504 to infinity.
fn op_round_half(x: Float) -> Float {
  let bits = bitcast<Uint>(x);
  let sign = bits & Uint(0x80000000u);
  let magnitude = bits & Uint(0x7fffffffu);
  let rounded = (magnitude + Uint(0xfffu) + ((magnitude >> Uint(13u)) & Uint(1u))) & Uint(0xffffe000u);
  let tiny = bitcast<Uint>(round(abs(x) * 16777216.0) * 5.9604644775390625e-8);
  let normal = select(rounded, Uint(0x7f800000u), rounded >= Uint(0x47800000u));
  let result = select(normal, tiny, magnitude < Uint(0x38800000u));
  return bitcast<Float>(sign | select(result, magnitude, magnitude >= Uint(0x7f800000u)));
}
