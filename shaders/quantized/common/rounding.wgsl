// Quotients rounded to whole numbers as if they had been rounded to f32 first, ties to even: what QuantizeLinear and
// its kin are defined by. WGSL's division may be off by 2.5 ulp, which matters only near a tie; there the remainder is
// taken exactly (the divisor is split in halves of 12 bits, after Dekker 1971) and compared with half an ulp.

const near_tie = 0.001; // far more than 2.5 ulp of any quotient below largest_code
const largest_code = 1024.0; // above, codes saturate whatever the rounding

fn rounded_quotient(x: f32, divisor: f32) -> f32 {
  let dividend = abs(x);
  let scale = abs(divisor);
  let quotient = dividend / scale;
  let below = floor(quotient);
  let tie = below + 0.5;
  var rounded = select(below, below + 1.0, quotient > tie);
  if (abs(quotient - tie) < near_tie && quotient < largest_code) {
    let high = bitcast<f32>(bitcast<u32>(scale) & 0xfffff000u);
    let rest = (dividend - tie * high) - tie * (scale - high);
    let ulp = bitcast<f32>(bitcast<u32>(tie) & 0x7f800000u) * 1.1920929e-7;
    let even = below + (below - 2.0 * floor(below * 0.5));
    rounded = select(select(below + 1.0, below, rest < 0.0), even, abs(rest) <= 0.5 * ulp * scale);
  }
  return select(rounded, -rounded, (x < 0.0) != (divisor < 0.0));
}
