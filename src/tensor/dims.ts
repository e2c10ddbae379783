/**
 * Arithmetic on dimensions that may be names: `16*batch / 16 = batch`, `floor((h + 1)/2)`.
 * A dimension is a polynomial with integer coefficients over atoms (a name, or a call such as `floor(...)`), written in
 * one canonical text, so that equal results of equal arithmetic are equal strings. Not an algebra system: what does not
 * simplify by these rules stays an atom.
 */
import type { Dim } from './shape.ts';

/** a + b */
export const addDims = (a: Dim, b: Dim): Dim => toDim(combine(parse(a), parse(b), 1));

/** a - b */
export const subtractDims = (a: Dim, b: Dim): Dim => toDim(combine(parse(a), parse(b), -1));

/** a b */
export function multiplyDims(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  return toDim(multiply(parse(a), parse(b)));
}

/** The number of elements of a shape. */
export const productOfDims = (shape: readonly Dim[]): Dim => shape.reduce(multiplyDims, 1);

/**
 * a / b, known to be whole.
 *
 * @returns undefined when both are numbers and b does not divide a
 */
export function divideDims(a: Dim, b: Dim): Dim | undefined {
  if (typeof a === 'number' && typeof b === 'number') return b !== 0 && a % b === 0 ? a / b : undefined;
  const divisor = parse(b);
  const [entry] = divisor;
  if (divisor.size === 1) {
    const quotient = divideByTerm(parse(a), entry[0], entry[1]);
    if (quotient) return toDim(quotient);
  }
  return namedDim('quotient', a, b);
}

/** The largest whole number that is at most a / divisor. */
export function floorDivideDim(a: Dim, divisor: number): Dim {
  if (typeof a === 'number') return Math.floor(a / divisor);
  const whole: Polynomial = new Map();
  const rest: Polynomial = new Map();
  for (const [atoms, coefficient] of parse(a)) {
    const quotient = Math.floor(coefficient / divisor);
    addTerm(whole, atoms, quotient);
    addTerm(rest, atoms, coefficient - quotient * divisor);
  }
  const remainder = toDim(rest);
  if (typeof remainder === 'number') return toDim(whole);
  const numerator = rest.size > 1 ? `(${remainder})` : remainder;
  addTerm(whole, quoted(`floor(${numerator}/${divisor})`), 1);
  return toDim(whole);
}

/** The smallest whole number that is at least a / divisor. */
export const ceilDivideDim = (a: Dim, divisor: number): Dim => floorDivideDim(addDims(a, divisor - 1), divisor);

/** An atom for a result that no rule above expresses; the same arguments give the same name. */
export const namedDim = (label: string, ...parts: readonly Dim[]): string => `${label}(${parts.join(', ')})`;

// ---------------------------------------------------------------------------------------------

/** Coefficients by product of atoms; atoms are sorted and joined by `*`, '' is the constant. */
type Polynomial = Map<string, number>;

function combine(a: Polynomial, b: Polynomial, sign: 1 | -1): Polynomial {
  const sum = new Map(a);
  for (const [atoms, coefficient] of b) addTerm(sum, atoms, sign * coefficient);
  return sum;
}

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  const product: Polynomial = new Map();
  for (const [left, x] of a)
    for (const [right, y] of b) addTerm(product, joinAtoms([...splitTop(left, '*'), ...splitTop(right, '*')]), x * y);
  return product;
}

function divideByTerm(a: Polynomial, atoms: string, coefficient: number): Polynomial | undefined {
  const quotient: Polynomial = new Map();
  for (const [own, factor] of a) {
    const left = splitTop(own, '*');
    for (const atom of splitTop(atoms, '*')) {
      const at = left.indexOf(atom);
      if (at < 0) return undefined;
      left.splice(at, 1);
    }
    if (factor % coefficient !== 0) return undefined;
    addTerm(quotient, joinAtoms(left), factor / coefficient);
  }
  return quotient;
}

function addTerm(to: Polynomial, atoms: string, coefficient: number): void {
  const sum = (to.get(atoms) ?? 0) + coefficient;
  if (sum === 0) to.delete(atoms);
  else to.set(atoms, sum);
}

const joinAtoms = (atoms: readonly string[]): string => [...atoms].sort().join('*');

/** A name that could be read as arithmetic stands in braces inside a larger text. */
const quoted = (name: string): string => (/^[\w.:]+(\([^{}]*\))?$/.test(name) ? name : `{${name}}`);

function parse(dim: Dim): Polynomial {
  if (typeof dim === 'number') return new Map(dim === 0 ? [] : [['', dim]]);
  const read = readText(dim);
  return read && toDim(read) === dim ? read : new Map([[quoted(dim), 1]]);
}

/** Reads canonical text; undefined when it is something else, such as a name with a minus in it. */
function readText(text: string): Polynomial | undefined {
  const polynomial: Polynomial = new Map();
  const terms = splitTop(text.replace(/^-/, '0 - ').replaceAll(' - ', ' + -'), ' + ');
  for (const term of terms) {
    const [, sign, factor, rest] = /^(-?)(?:(\d+)(?:\*|$))?(.*)$/.exec(term) ?? [];
    if (sign === undefined || (!factor && !rest)) return undefined;
    addTerm(polynomial, joinAtoms(splitTop(rest, '*')), Number(`${sign}${factor ?? 1}`));
  }
  return polynomial;
}

/** Splits at a separator that stands outside parentheses and braces. */
function splitTop(text: string, separator: string): string[] {
  if (text === '') return [];
  const parts = [''];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ('({'.includes(text[i])) depth++;
    if (')}'.includes(text[i])) depth--;
    if (depth === 0 && text.startsWith(separator, i)) {
      parts.push('');
      i += separator.length - 1;
    } else parts[parts.length - 1] += text[i];
  }
  return parts;
}

function toDim(polynomial: Polynomial): Dim {
  if (polynomial.size === 0) return 0;
  const constant = polynomial.get('');
  if (polynomial.size === 1 && constant !== undefined) return constant;
  const named = [...polynomial].filter(([atoms]) => atoms !== '').sort(([a], [b]) => (a < b ? -1 : 1));
  if (named.length === 1 && constant === undefined && named[0][1] === 1) return unquoted(named[0][0]);
  const terms = named.map(([atoms, factor]) => (Math.abs(factor) === 1 ? atoms : `${Math.abs(factor)}*${atoms}`));
  const signs = named.map(([, factor]) => factor);
  if (constant !== undefined) {
    terms.push(String(Math.abs(constant)));
    signs.push(constant);
  }
  return terms.map((term, i) => `${separatorOf(i, signs[i])}${term}`).join('');
}

function separatorOf(position: number, sign: number): string {
  if (position === 0) return sign < 0 ? '-' : '';
  return sign < 0 ? ' - ' : ' + ';
}

const unquoted = (atom: string): string => (/^\{[^{}]*\}$/.test(atom) ? atom.slice(1, -1) : atom);
