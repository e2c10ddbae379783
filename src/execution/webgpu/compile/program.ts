/**
 * A graph as a list of dispatches over buffer references: what compiling gives before any device is touched. It can be
 * printed and compared in a test without a GPU. Memory, pipelines and bind groups come after.
 */
import type { OperatorNode, State } from '../../../graph/graph.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import type { BufferRef, ValueRef } from '../bufferRef.ts';
import type { LinkedKernel } from '../kernels/linkKernel.ts';
import type { PreparedSpec } from '../lowering/lowering.ts';

export interface Program {
  /** In order of execution. */
  readonly steps: readonly Step[];
  /** Inputs of the graph that are read on the GPU; the others' values are known or not needed. */
  readonly inputs: ReadonlyMap<string, ValueRef>;
  readonly outputs: ReadonlyMap<string, ProgramOutput>;
  readonly states: readonly ProgramState[];
  readonly uploads: readonly Upload[];
  /** Dispatches that could be one. */
  readonly joins: readonly Join[];
  /** Which way each question to the tuner was answered. */
  readonly choices: readonly Choice[];
}

/** The dispatches of one node, or of a fused chain of nodes. */
export interface Step {
  readonly nodes: readonly OperatorNode[];
  readonly dispatches: readonly (Dispatch | Copy)[];
}

export interface Dispatch {
  readonly kind: 'dispatch';
  readonly linked: LinkedKernel;
  readonly params: ArrayBuffer;
  /** Workgroups in x, y, z, folded. */
  readonly grid: readonly [number, number, number];
  /** In the order of `linked.bindings`. */
  readonly buffers: readonly BufferRef[];
}

/** `to` begins as a copy of `from`; the memory plan drops it where both can have one place. */
export interface Copy {
  readonly kind: 'copy';
  readonly from: BufferRef;
  readonly to: BufferRef;
}

/** A dispatch that could be one with others, and the step that it belongs to. */
export interface JoinMember {
  readonly step: Step;
  readonly dispatch: Dispatch;
}

/** Dispatches that differ only in buffers that could be laid end to end: then one does for all. */
export interface Join {
  /** In the order in which their buffers would lie. */
  readonly members: readonly JoinMember[];
  /** Positions of the bindings that would be laid end to end; the others are the same in all. */
  readonly bindings: readonly number[];
}

export type ProgramOutput =
  | { readonly kind: 'buffer'; readonly ref: ValueRef }
  /** Known before running. */
  | { readonly kind: 'tensor'; readonly tensor: Tensor };

export interface ProgramState {
  readonly state: State;
  readonly value: ValueRef;
  readonly next: ValueRef;
}

/** Data to be on the GPU before the first run. */
export interface Upload {
  readonly ref: BufferRef;
  /** The storage that it is derived from: one upload a device for all plans over it. */
  readonly owner: object | undefined;
  readonly key: string;
  readonly spec: PreparedSpec;
}

/** A question to the tuner and its answer. */
export interface Choice {
  readonly node: OperatorNode;
  readonly family: string;
  readonly shapeClass: string;
  readonly candidates: readonly string[];
  readonly chosen: string;
}

/** Follows parts to the whole buffer. */
export const wholeOf = (ref: BufferRef): BufferRef => ref.part?.of ?? ref;
