/**
 * What an operator is: attributes, shape rule, cost, reference, gradient, decomposition. One file in `operators/`
 * declares one operator; the table in `operators/index.ts` is total, so a forgotten rule does not compile.
 */
import { GraphError } from '../core/errors.ts';
import type { Dim } from '../tensor/shape.ts';
import type { Numbers, Tensor } from '../tensor/tensor.ts';
import type { GraphBuilder } from './builder.ts';
import type { Attributes, AttributeValue, ValueType } from './graph.ts';
import type { OperatorName } from './operators/names.ts';

/** The domain of an operator: '' is ai.onnx, `decant` marks fused operators that the ONNX writer decomposes. */
export type Domain = '' | 'com.microsoft' | 'decant';

/** One attribute: how it is checked and what it is when left out. */
export interface AttributeSpec<T> {
  readonly kind: 'int' | 'float' | 'string' | 'ints' | 'floats' | 'strings' | 'tensor';
  readonly required: boolean;
  readonly fallback: T;
}

type AttributeSpecs = Readonly<Record<string, AttributeSpec<unknown>>>;
type AttributesOf<S> = { readonly [K in keyof S]: S[K] extends AttributeSpec<infer T> ? T : never };

/** Everything that is known of a node when its outputs' types are worked out. */
export interface InferContext<A = unknown> {
  /** The node's name, for messages. */
  readonly node: string;
  readonly inputs: readonly (ValueType | undefined)[];
  readonly attributes: A;
  readonly outputCount: number;
  /** The type of a required input. @throws GraphError `graph/missing-input` */
  input(index: number): ValueType;
  /** The numbers of an input that is known before running (a constant, or computed from constants). */
  constant(index: number): Numbers | undefined;
  /** The elements of a small integer input when each is known as a dimension, names included. */
  dims(index: number): readonly Dim[] | undefined;
  /** A new name for a dimension that only running can tell. */
  unknown(label: string): string;
  /** Stops with a GraphError that names the node. */
  fail(message: string): never;
}

export interface CostContext<A = unknown> {
  readonly inputs: readonly (ConcreteType | undefined)[];
  readonly outputs: readonly ConcreteType[];
  readonly attributes: A;
}

export interface ConcreteType extends ValueType {
  readonly shape: readonly number[];
}

/** Plain loops with 64-bit accumulation: the definition of the operator. */
export interface ReferenceContext<A = unknown> {
  readonly inputs: readonly (Numbers | undefined)[];
  readonly outputs: readonly ConcreteType[];
  readonly attributes: A;
  /** A required input. */
  input(index: number): Numbers;
}

/** What a gradient or a decomposition is written with: names of values in, names of values out. */
export interface RewriteContext<A = unknown> {
  readonly builder: GraphBuilder;
  /** Names of the node's inputs; '' where left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: A;
  /** The type of any value in reach. */
  type(value: string): ValueType;
}

export interface GradientContext<A = unknown> extends RewriteContext<A> {
  /** The gradient of the loss for each output; undefined where the loss does not depend on it. */
  readonly gradients: readonly (string | undefined)[];
  /** True when the gradient of this input is asked for; others may be skipped. */
  wanted(index: number): boolean;
}

/** For each input the name of its gradient, of the input's own shape, or undefined. */
export type GradientRule<A> = (context: GradientContext<A>) => readonly (string | undefined)[];
export type DecompositionRule<A> = (context: RewriteContext<A>) => readonly string[];

export type Gradient<A> =
  | { readonly kind: 'rule'; readonly rule: GradientRule<A> }
  | { readonly kind: 'none'; readonly reason: string };
export type Decomposition<A> =
  | { readonly kind: 'primitive' }
  | { readonly kind: 'rule'; readonly rule: DecompositionRule<A> };

interface Definition<S extends AttributeSpecs> {
  readonly name: OperatorName;
  readonly domain: Domain;
  /** Opset in which the form described here appeared; 1 for domains other than ''. */
  readonly since: number;
  readonly attributes: S;
  /** Least and greatest number of inputs. */
  readonly arity: readonly [number, number];
  infer(context: InferContext<AttributesOf<S>>): readonly ValueType[];
  /** Symbolic elements of the first output, for operators through which shapes are computed. */
  dims?(context: InferContext<AttributesOf<S>>): readonly Dim[] | undefined;
  /** Floating-point operations of one run; bytes follow from the types. */
  flops(context: CostContext<AttributesOf<S>>): number;
  reference(context: ReferenceContext<AttributesOf<S>>): readonly Numbers[];
  readonly gradient: Gradient<AttributesOf<S>>;
  readonly decomposition: Decomposition<AttributesOf<S>>;
}

/** Attributes of an operator whose schema is not known to the caller. */
export type Parsed = Readonly<Record<string, unknown>>;

/** An operator whose schema has been checked by `defineOperator` and is now erased. */
export interface Operator {
  readonly name: OperatorName;
  readonly domain: Domain;
  readonly since: number;
  readonly attributes: AttributeSpecs;
  readonly arity: readonly [number, number];
  infer(context: InferContext<Parsed>): readonly ValueType[];
  dims?(context: InferContext<Parsed>): readonly Dim[] | undefined;
  flops(context: CostContext<Parsed>): number;
  reference(context: ReferenceContext<Parsed>): readonly Numbers[];
  readonly gradient:
    | { readonly kind: 'rule'; rule(context: GradientContext<Parsed>): readonly (string | undefined)[] }
    | { readonly kind: 'none'; readonly reason: string };
  readonly decomposition:
    | { readonly kind: 'primitive' }
    | { readonly kind: 'rule'; rule(context: RewriteContext<Parsed>): readonly string[] };
}

/** Declares an operator; the attribute schema types every rule. */
export function defineOperator<const S extends AttributeSpecs>(definition: Definition<S>): Operator {
  return definition as Operator;
}

/** A gradient as nodes, one value an input; undefined for inputs that have none. */
export const differentiable = <A>(rule: GradientRule<A>): Gradient<A> => ({ kind: 'rule', rule });
/** Written down, never forgotten: why an operator has no gradient, as a sentence part. */
export const notDifferentiable = (reason: string) => ({ kind: 'none', reason }) as const;
export const primitive = { kind: 'primitive' } as const;
/** An operator that an executor without a kernel for it runs as other nodes. */
export const decomposed = <A>(rule: DecompositionRule<A>): Decomposition<A> => ({ kind: 'rule', rule });

/** Attribute schemas: `int(0)` has a default, `required.int` must be given, `optional.ints` may be undefined. */
export const int = (fallback: number): AttributeSpec<number> => ({ kind: 'int', required: false, fallback });
export const float = (fallback: number): AttributeSpec<number> => ({ kind: 'float', required: false, fallback });
export const string = <const T extends string>(fallback: T, ..._others: readonly T[]): AttributeSpec<T> => ({
  kind: 'string',
  required: false,
  fallback,
});
export const optional = {
  int: { kind: 'int', required: false, fallback: undefined } as AttributeSpec<number | undefined>,
  float: { kind: 'float', required: false, fallback: undefined } as AttributeSpec<number | undefined>,
  ints: { kind: 'ints', required: false, fallback: undefined } as AttributeSpec<readonly number[] | undefined>,
  floats: { kind: 'floats', required: false, fallback: undefined } as AttributeSpec<readonly number[] | undefined>,
  tensor: { kind: 'tensor', required: false, fallback: undefined } as AttributeSpec<Tensor | undefined>,
};
export const required = {
  int: { kind: 'int', required: true, fallback: 0 } as AttributeSpec<number>,
  ints: { kind: 'ints', required: true, fallback: [] } as AttributeSpec<readonly number[]>,
  string: { kind: 'string', required: true, fallback: '' } as AttributeSpec<string>,
  tensor: { kind: 'tensor', required: true, fallback: undefined } as AttributeSpec<Tensor | undefined>,
};

/**
 * Checks raw attributes against a schema and fills in defaults. Unknown attributes are ignored, as ONNX runtimes do.
 *
 * @throws GraphError `graph/attribute` naming node, attribute and what was expected
 */
export function parseAttributes(operator: Operator, node: string, raw: Attributes): Parsed {
  const parsed: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(operator.attributes)) {
    const value = raw[name];
    if (value === undefined && !spec.required) parsed[name] = spec.fallback;
    else if (value !== undefined && hasKind(value, spec.kind)) parsed[name] = value;
    else
      throw new GraphError(
        'graph/attribute',
        `Node "${node}" (${operator.name}): attribute ${name} should be of kind ${spec.kind}, but is ${valueText(value)}.`,
        { node, attribute: name },
      );
  }
  return parsed;
}

// ---------------------------------------------------------------------------------------------

function hasKind(value: AttributeValue, kind: AttributeSpec<unknown>['kind']): boolean {
  const list = Array.isArray(value);
  switch (kind) {
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'ints':
      return list && value.every((item) => Number.isInteger(item));
    case 'floats':
      return list && value.every((item) => typeof item === 'number');
    case 'strings':
      return list && value.every((item) => typeof item === 'string');
    case 'tensor':
      return typeof value === 'object' && 'dtype' in value;
    default:
      return kind satisfies never;
  }
}

function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return 'missing';
  return typeof value === 'object' && !Array.isArray(value) ? 'a tensor' : JSON.stringify(value).slice(0, 60);
}
