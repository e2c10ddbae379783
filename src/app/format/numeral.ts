/** Plain numbers of the engine's sentences ("1204", "0.25", "1,204", "-3e-5") as the locale writes them. Not for figures. */
import { decimals } from './numbers.ts';

/** The same number with the locale's separators and a true minus sign; as many decimals as it came with. */
export function numeral(plain: string): string {
  const [, plus = '', number = '', places = '', exponent = ''] =
    /^(\+?)([-−]?[\d,]+(?:\.(\d+))?)(e.*)?$/.exec(plain) ?? [];
  if (number === '') return plain;
  const value = Number(number.replaceAll(',', '').replace('−', '-'));
  const minus = value === 0 && /^[-−]/.test(number) ? '−' : '';
  return `${plus}${minus}${decimals(value, places.length)}${exponent}`;
}
