// How a reduction takes in an element, joins two partial results and finishes. Elem is f32, i32 or u32. The text that
// includes this has `initial` (bits of the neutral element) and `length` (elements reduced to one) in its Params.

// 0 as it is, 1 absolute value, 2 square.
override MAP: u32;
// 0 sum, 1 maximum, 2 minimum, 3 product.
override FOLD: u32;
// 0 as it is, 1 divided by the number of elements, 2 square root.
override FINISH: u32;
// 1 when Elem is f32, so that NaN is looked for.
override FLOAT: u32;

fn neutral() -> Elem {
  return bitcast<Elem>(params.initial);
}

fn mapped(x: Elem) -> Elem {
  switch MAP {
    case 1u: { return abs(x); }
    case 2u: { return x * x; }
    default: { return x; }
  }
}

// True for NaN, by its bits: comparisons may be optimised away.
fn is_nan(x: Elem) -> bool {
  return FLOAT == 1u && (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

fn folded(a: Elem, b: Elem) -> Elem {
  switch FOLD {
    case 1u: { return select(a, b, b > a || is_nan(b)); }
    case 2u: { return select(a, b, b < a || is_nan(b)); }
    case 3u: { return a * b; }
    default: { return a + b; }
  }
}

fn finished(x: Elem) -> Elem {
  switch FINISH {
    case 1u: { return x / Elem(params.length); }
    case 2u: { return Elem(sqrt(f32(x))); }
    default: { return x; }
  }
}

// What is stored as result i: floats go through the epilogue, integers keep all their bits.
fn stored(x: Elem, i: u32) -> Elem {
  if (FLOAT == 1u) {
    return Elem(epilogue(f32(finished(x)), i));
  }
  return finished(x);
}
