/**
 * A chain of elementwise nodes as text for the linker: what to load, an expression a node, what to store. The
 * functions themselves stand in shaders/elementwise/functions.wgsl, written on the aliases Float, Int and Uint, so that
 * one text serves a single element and four at a time.
 */
import floats from '#shaders/elementwise/functions.wgsl?raw';
import integers from '#shaders/elementwise/integers.wgsl?raw';
import type { BufferRef, ElementType } from '../../bufferRef.ts';
import type { IndexTerm } from '../../compile/broadcastIndex.ts';
import { isIdentity, vectorAccess } from '../../compile/broadcastIndex.ts';
import { pickFunctions } from './pickFunctions.ts';

/** An operand that comes from memory. */
export interface ChainInput {
  readonly buffer: BufferRef;
  readonly element: ElementType;
  readonly terms: readonly IndexTerm[];
}

/** One computed value: its WGSL expression over the names of operands and earlier values. */
export interface ChainStatement {
  readonly name: string;
  readonly expression: string;
}

/** A value that is stored. */
export interface ChainOutput {
  readonly name: string;
  readonly element: ElementType;
  readonly buffer: BufferRef;
}

export interface Chain {
  /** Operators in order: `Mul_Add_Relu`. */
  readonly label: string;
  readonly shape: readonly number[];
  /** Operand k is called `x<k>` in expressions. */
  readonly inputs: readonly ChainInput[];
  readonly statements: readonly ChainStatement[];
  readonly outputs: readonly ChainOutput[];
}

/** Elements that one thread computes: 4 where every operand can be read so, else 1. */
export function chainWidth(chain: Chain): 1 | 4 {
  return chain.inputs.every(({ terms }) => vectorAccess(terms, chain.shape) !== 'none') && multipleOf4(chain) ? 4 : 1;
}

/** Prelude of a kernel of its own: aliases, functions, bindings, and `fn chain(i: u32)` for the i-th 1 or 4 elements. */
export function chainText(chain: Chain, width: 1 | 4): string {
  const index = paramTerms();
  const loads = chain.inputs.map(
    ({ terms, element }, k) => `let x${k} = ${load(`in${k}`, element, terms, chain, width, index)};`,
  );
  const body = [...loads, ...letStatements(chain)];
  const stores = chain.outputs.map(({ name }, k) => `out${k}[i] = ${name};`);
  const bindings = [
    ...chain.inputs.map(
      ({ element, terms }, k) => `var<storage, read> in${k}: array<${held(element, terms, chain, width)}>;`,
    ),
    ...chain.outputs.map(({ element }, k) => `var<storage, read_write> out${k}: array<${aliasOf[element]}>;`),
  ].map((text, k) => `@group(0) @binding(${k}) ${text}`);
  const chainFunction = `fn chain(i: u32) {\n  ${[...body, ...stores].join('\n  ')}\n}`;
  return [aliases(width), pickFunctions(functions, chainFunction), ...bindings, chainFunction].join('\n');
}

/** Each operand's terms in the order of `chainText`, for the uniform: (inner, size, stride, 0) a term. */
export const chainTerms = (chain: Chain): number[] =>
  chain.inputs.flatMap(({ terms }) =>
    isIdentity(terms) ? [] : terms.flatMap(({ inner, size, stride }) => [inner, size, stride, 0]),
  );

/** Prelude of a kernel that computes `x0` itself: `fn epilogue(value, index)`. Operands are bound as `epilogue_in<k>`. */
export function epilogueText(chain: Chain): string {
  const others = chain.inputs.map(({ terms, element }, k) =>
    k === 0 ? 'let x0 = value;' : `let x${k} = ${load(`epilogue_in${k}`, element, terms, chain, 1, literalTerm)};`,
  );
  const result = chain.outputs[0].name;
  const body = ['let i = index;', ...others, ...letStatements(chain), `return ${result};`];
  const text = `fn epilogue(value: f32, index: u32) -> f32 {\n  ${body.join('\n  ')}\n}`;
  return [aliases(1), pickFunctions(functions, text), text].join('\n');
}

// ---------------------------------------------------------------------------------------------

const aliasOf: Readonly<Record<ElementType, string>> = { f32: 'Float', i32: 'Int', u32: 'Uint' };

const functions = `${floats}\n${integers}`;

const aliases = (width: 1 | 4): string =>
  [...Object.entries(aliasOf), ['bool', 'Bool'] as const]
    .map(([element, alias]) => `alias ${alias} = ${width === 4 ? `vec4<${element}>` : element};`)
    .join('\n');

const letStatements = (chain: Chain): string[] =>
  chain.statements.map(({ name, expression }) => `let ${name} = ${expression};`);

const multipleOf4 = (chain: Chain): boolean => chain.shape.reduce((size, dim) => size * dim, 1) % 4 === 0;

/** WGSL type of an operand's elements: a vector where four neighbours are read at once. */
function held(element: ElementType, terms: readonly IndexTerm[], chain: Chain, width: 1 | 4): string {
  return width === 4 && vectorAccess(terms, chain.shape) === 'vector' ? aliasOf[element] : element;
}

type TermText = (term: IndexTerm) => { readonly inner: string; readonly size: string; readonly stride: string };

const literalTerm: TermText = ({ inner, size, stride }) => ({
  inner: `${inner}u`,
  size: `${size}u`,
  stride: `${stride}u`,
});

/** Terms from the uniform, one after the other, so that other shapes need no other pipeline. */
function paramTerms(): TermText {
  let next = 0;
  return () => {
    const at = `params.terms[${next++}]`;
    return { inner: `${at}.x`, size: `${at}.y`, stride: `${at}.z` };
  };
}

function load(
  name: string,
  element: ElementType,
  terms: readonly IndexTerm[],
  chain: Chain,
  width: 1 | 4,
  text: TermText,
): string {
  if (isIdentity(terms)) return `${name}[i]`;
  const alias = aliasOf[element];
  const position = width === 4 ? '(i * 4u)' : 'i';
  const index = terms.map((term) => termIndex(term, position, text(term))).join(' + ') || '0u';
  if (width === 4 && vectorAccess(terms, chain.shape) === 'vector') return `${name}[(${index}) / 4u]`;
  return `${alias}(${name}[${index}])`;
}

function termIndex(term: IndexTerm, position: string, text: ReturnType<TermText>): string {
  const step = term.inner === 1 ? position : `(${position} / ${text.inner})`;
  const wrapped = term.size === 0 ? step : `(${step} % ${text.size})`;
  return term.stride === 1 ? wrapped : `${wrapped} * ${text.stride}`;
}
