// Elementwise operators on Int and Uint, and between numbers and integers; aliases as in functions.wgsl.

// Division toward zero; by zero it gives 0.
fn op_div_int(a: Int, b: Int) -> Int {
  let zero = b == Int(0);
  return select(a / select(b, Int(1), zero), Int(0), zero);
}

fn op_div_uint(a: Uint, b: Uint) -> Uint {
  let zero = b == Uint(0u);
  return select(a / select(b, Uint(1u), zero), Uint(0u), zero);
}

// The remainder with the sign of a.
fn op_rem_int(a: Int, b: Int) -> Int {
  let zero = b == Int(0);
  return select(a % select(b, Int(1), zero), Int(0), zero);
}

// The remainder with the sign of b.
fn op_mod_int(a: Int, b: Int) -> Int {
  let rest = op_rem_int(a, b);
  return select(rest, rest + b, (rest != Int(0)) & ((rest < Int(0)) != (b < Int(0))));
}

fn op_mod_uint(a: Uint, b: Uint) -> Uint {
  let zero = b == Uint(0u);
  return select(a % select(b, Uint(1u), zero), Uint(0u), zero);
}

// Shifts by 32 bits or more leave nothing.
fn op_shift_left_int(a: Int, bits: Int) -> Int {
  return select(a << (Uint(bits) & Uint(31u)), Int(0), bits > Int(31));
}

fn op_shift_right_int(a: Int, bits: Int) -> Int {
  return a >> min(Uint(bits), Uint(31u));
}

fn op_shift_left_uint(a: Uint, bits: Uint) -> Uint {
  return select(a << (bits & Uint(31u)), Uint(0u), bits > Uint(31u));
}

fn op_shift_right_uint(a: Uint, bits: Uint) -> Uint {
  return select(a >> (bits & Uint(31u)), Uint(0u), bits > Uint(31u));
}

// x^y by squaring, wrapping; a negative power is 0 unless x is 1 or -1.
fn op_pow_int(x: Int, y: Int) -> Int {
  var rest = abs(y);
  var square = x;
  var result = Int(1);
  for (var bit = 0u; bit < 31u; bit++) {
    result = select(result, result * square, (rest & Int(1)) == Int(1));
    rest >>= Uint(1u);
    square *= square;
  }
  return select(result, Int(0), (y < Int(0)) & (abs(x) != Int(1)));
}

// Cut toward zero and held in 32 bits; NaN gives 0.
fn op_to_int32(x: Float) -> Int {
  let inside = Int(clamp(select(x, Float(0.0), op_is_nan(x)), Float(-2147483648.0), Float(2147483520.0)));
  return select(inside, Int(2147483647), x >= Float(2147483648.0));
}

fn op_to_uint32(x: Float) -> Uint {
  let inside = Uint(clamp(select(x, Float(0.0), op_is_nan(x)), Float(0.0), Float(4294967040.0)));
  return select(inside, Uint(4294967295u), x >= Float(4294967296.0));
}
