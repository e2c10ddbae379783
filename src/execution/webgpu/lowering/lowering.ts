/**
 * How an operator becomes kernel calls. One file a family holds a table that is total over the family's names; a rule
 * is a function that asks the context for what it needs and emits calls. Not the place of kernels (`kernels/`) nor of
 * memory (`compile/`).
 *
 * Rules run from the end of the graph to its start: a node is lowered only when one of its outputs was asked for, by
 * `input` of a later node or as an output of the graph. So a rule that reads *through* a producer (a Transpose, a
 * DequantizeLinear) leaves that producer unlowered when nobody else wants it.
 */
import type { OperatorNode, Storage } from '../../../graph/graph.ts';
import type { ConcreteType } from '../../../graph/operator.ts';
import type { PackedLayout } from '../../../tensor/packed.ts';
import type { Numbers } from '../../../tensor/tensor.ts';
import type { BufferRef, ElementType, ValueRef } from '../bufferRef.ts';
import type { Capabilities } from '../capabilities.ts';
import type { CallOf, Epilogue, Kernel } from '../kernels/defineKernel.ts';

export interface Lowering {
  lower(context: LoweringContext): void;
  /** Inputs that the rule reads as packed storage itself (`context.packed`); others are dequantized for it. */
  readonly packedInputs?: readonly number[];
  /**
   * How many extra buffers the rule's kernels can bind for a fused elementwise chain; absent when they take none.
   * A rule that gives a number passes `context.epilogue` to its last kernel. Only f32 outputs get one.
   */
  readonly epilogueInputs?: number;
  /**
   * Whether the node is to be decomposed before lowering, because the rule has no kernel for this form of it.
   */
  decomposes?(
    node: Pick<OperatorNode, 'inputs' | 'attributes'>,
    shapeOf: (value: string) => readonly number[],
  ): boolean;
}

/** For operators whose decomposition is as fast as a kernel of their own would be. */
export const byDecomposition: Lowering = {
  lower: (context) => context.fail('it should have been decomposed.'),
  decomposes: () => true,
};

/** A node as a rule sees it: types, attributes and known numbers, without asking for anything to be computed. */
export interface NodeView {
  readonly node: OperatorNode;
  /** Types of inputs; undefined where one is left out. */
  readonly inputTypes: readonly (ConcreteType | undefined)[];
  readonly outputTypes: readonly ConcreteType[];
  /** Attributes with defaults filled in. Stops on a fault of ours when the schema has no such attribute. */
  int(attribute: string): number;
  float(attribute: string): number;
  text(attribute: string): string;
  ints(attribute: string): readonly number[];
  /** Undefined where an attribute is left out that has no default. */
  attribute(name: string): unknown;
  /** The numbers of an input that is known before running. */
  known(index: number): Numbers | undefined;
  /** How a parameter that stands at this input is stored; undefined when it is no parameter. */
  storage(index: number): Storage | undefined;
  /** The node that computes this input; undefined for inputs, parameters and states. */
  producer(index: number): NodeView | undefined;
  /** Asks for an input's value. A packed parameter is dequantized by an inserted kernel, f16 storage widened. */
  input(index: number): ValueRef;
  /** As `input`, undefined where the input is left out. */
  optional(index: number): ValueRef | undefined;
  /** Asks for a packed parameter's fields as they are. */
  packed(index: number): PackedRefs;
  /** Asks for a dense f16 parameter as words of two values each, low half first, for `unpack2x16float`. */
  half(index: number): BufferRef;
  /** Asks for data derived from a parameter, uploaded once a device however many plans use it. */
  prepared(index: number, key: string, spec: PreparedSpec): BufferRef;
}

export interface LoweringContext extends NodeView {
  readonly capabilities: Capabilities;
  /** The fused chain after this node; output 0 is then the chain's result. */
  readonly epilogue: Epilogue | undefined;
  /** Whether an output is used at all; kernels may skip what is not wanted. */
  wanted(index: number): boolean;
  /** Where an output is to be written; a dummy of its size where the node leaves the output out. */
  output(index: number): ValueRef;
  /** Makes an output share the memory of a buffer with the same elements: a reshape costs nothing. */
  alias(index: number, of: BufferRef): void;
  /**
   * Makes `to` begin as a copy of `from`, for kernels that change it in place. Costs nothing where the memory plan can
   * give both one place: `from` is not read later (a state whose next value this becomes, a value in its last use).
   */
  copy(from: BufferRef, to: BufferRef): void;
  /** Memory that lives during this node only. */
  scratch(element: ElementType, count: number, label: string): BufferRef;
  /** Constant data that belongs to no parameter; equal keys share one upload a device. */
  constant(key: string, spec: PreparedSpec): BufferRef;
  /** As `constant` for data that belongs to an object, by which it is shared and with which it may go. */
  constantOf(owner: object, name: string, spec: PreparedSpec): BufferRef;
  /** A buffer of zeros for bindings that a call does not use. */
  readonly unused: BufferRef;
  /** Adds a dispatch after those emitted so far by this rule. */
  emit<K extends Kernel>(kernel: K, call: CallOf<K>): void;
  /**
   * Runs one of several ways to do the same: the one that the tuner remembers for this adapter and shape class, else
   * the first. Candidates that cannot run here are left out by the caller.
   */
  choose(family: string, shapeClass: string, candidates: readonly Variant[]): void;
  /** Stops compiling, naming the node. */
  fail(message: string): never;
}

export interface Variant {
  /** `matmul_tiled.64x64`: what the tuner's table shows. */
  readonly name: string;
  emit(): void;
}

export interface PreparedSpec {
  readonly element: ElementType;
  readonly count: number;
  load(): Promise<Uint32Array | Int32Array | Float32Array>;
}

/** A packed matrix on the GPU. */
export interface PackedRefs {
  readonly layout: PackedLayout;
  readonly orientation: 'rows' | 'columns';
  /** (rows, wordsPerRow) u32 */
  readonly codes: BufferRef;
  /** (scaleCount) f32, or u32 words of two f16 scales, low half first, when layout.scaleDType is f16 */
  readonly scales: BufferRef;
  /** (ceil(scaleCount / 4)) u32, four zero points a word, lowest first; absent when symmetric */
  readonly zeroPoints: BufferRef | undefined;
}
