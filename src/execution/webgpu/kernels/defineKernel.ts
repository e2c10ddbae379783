/**
 * One typed declaration a kernel. From it follow the type of a call, the bytes of its parameters, the bind group
 * layout, the pipeline key, the label and the grid; a test holds it against the WGSL text. Not the text itself: WGSL
 * lives in `shaders/`, and numbers enter it by three doors (override, prelude, Params).
 *
 * Binding convention: storage buffers stand in group 0 in the order of `bindings`; the uniform `params: Params` is
 * group 1, binding 0. Manner of the declaration after TypeGPU's layouts.
 */
import type { BufferRef } from '../bufferRef.ts';
import type { ParamType, ParamValue } from './params.ts';

/** An extension of WGSL that a kernel cannot do without; its lowering asks the capabilities first. */
export type KernelNeed = 'f16' | 'subgroups' | 'packed-dot';

/** `read Elem`: the element is a WGSL type or an alias of `types`. */
export type BindingSpec = `read ${string}` | `read_write ${string}`;

type Numbered = Readonly<Record<string, number>>;
type Aliases = Readonly<Record<string, readonly string[]>>;
type ParamSpecs = Readonly<Record<string, ParamType>>;
type BindingSpecs = Readonly<Record<string, BindingSpec>>;

/** Workgroups in x, y, z. One number alone is folded over three dimensions where it exceeds a device's limit. */
export type Grid = readonly [number] | readonly [number, number] | readonly [number, number, number];

interface Declaration<
  C extends Numbered,
  S extends Numbered,
  T extends Aliases,
  P extends ParamSpecs,
  B extends BindingSpecs,
> {
  /** The word used in file, label, error, profile and test: `matmul_tiled`. */
  readonly name: string;
  /** WGSL texts, common pieces first. */
  readonly source: readonly string[];
  /** `main` when left out. */
  readonly entryPoint?: string;
  /** Each `override` of the text with its usual value. */
  readonly constants?: C;
  /** `const NAME: u32` of the prelude with its usual value: sizes of private arrays, which `override` may not size. */
  readonly sizes?: S;
  /** `alias NAME` of the prelude with the WGSL types it may stand for, the usual one first. */
  readonly types?: T;
  /** Fields of `struct Params`, in order. */
  readonly params: P;
  /** Storage buffers of group 0, in order; at most 8. */
  readonly bindings: B;
  /** As in `@workgroup_size`: numbers or names of constants. */
  readonly workgroup: readonly (number | (keyof C & string))[];
  readonly needs?: readonly KernelNeed[];
  /**
   * True when the text calls `epilogue(value: f32, index: u32) -> f32` on each f32 result before storing it, `index`
   * being the row-major position in the output. The linker writes the function: identity, or a fused elementwise chain.
   */
  readonly epilogue?: boolean;
  /** What lets calls be one call; absent where each stands by itself. */
  readonly joins?: Joining<keyof P & string, keyof B & string>;
  /** Workgroups of a call. A text with a one-dimensional grid finds its place by `linear_group` of common/indexing. */
  grid(
    params: { readonly [K in keyof P]: ParamValue<P[K]> },
    numbers: { readonly [K in keyof C | keyof S]: number },
  ): Grid;
}

/**
 * Bindings that may be laid end to end, so that calls which differ only in these can be one call over all of them. For
 * texts whose first parameter is `count`.
 */
export interface Joining<P extends string = string, B extends string = string> {
  readonly bindings: readonly B[];
  /**
   * `count` of the one call: `vectors` of four elements, gaps between the buffers included, which must not matter (what
   * is usual); or the `sum` of the calls' own.
   */
  readonly count?: 'vectors' | 'sum';
  /** Parameters that are a call's own; the one call has those of the first. */
  readonly own?: readonly P[];
  /**
   * A number that some calls have and the others lack (0), and how far it holds: calls that have it come first, and
   * the one call has it for `until` groups of four elements.
   */
  readonly share?: { readonly amount: P; readonly until: P };
}

/** A declaration whose particular types are erased: what plan, pipelines and profiler see. */
export interface Kernel {
  readonly name: string;
  readonly source: readonly string[];
  readonly entryPoint: string;
  readonly constants: Numbered;
  readonly sizes: Numbered;
  readonly types: Aliases;
  readonly params: ParamSpecs;
  readonly bindings: BindingSpecs;
  readonly workgroup: readonly (number | string)[];
  readonly needs: readonly KernelNeed[];
  readonly epilogue: boolean;
  readonly joins: Joining | undefined;
  grid(params: Readonly<Record<string, number | readonly number[]>>, numbers: Numbered): Grid;
}

/** A kernel that still knows the types of its calls. */
export interface TypedKernel<
  C extends Numbered,
  S extends Numbered,
  T extends Aliases,
  P extends ParamSpecs,
  B extends BindingSpecs,
> extends Kernel {
  /** Only for the type checker; never set. */
  readonly call?: Call<C, S, T, P, B>;
}

/** What a lowering gives for one dispatch; constants, sizes and types left out keep their usual values. */
export interface Call<
  C extends Numbered,
  S extends Numbered,
  T extends Aliases,
  P extends ParamSpecs,
  B extends BindingSpecs,
> {
  readonly constants?: { readonly [K in keyof C]?: number };
  readonly sizes?: { readonly [K in keyof S]?: number };
  readonly types?: { readonly [K in keyof T]?: T[K][number] };
  readonly params: { readonly [K in keyof P]: ParamValue<P[K]> };
  readonly bindings: { readonly [K in keyof B]: BufferRef };
  /** Only for kernels that declare one. */
  readonly epilogue?: Epilogue | undefined;
}

/** A call of any kernel. */
export interface AnyCall {
  readonly constants?: Readonly<Record<string, number | undefined>>;
  readonly sizes?: Readonly<Record<string, number | undefined>>;
  readonly types?: Readonly<Record<string, string | undefined>>;
  readonly params: Readonly<Record<string, number | readonly number[]>>;
  readonly bindings: Readonly<Record<string, BufferRef>>;
  readonly epilogue?: Epilogue | undefined;
}

export type CallOf<K extends Kernel> =
  K extends TypedKernel<infer C, infer S, infer T, infer P, infer B> ? Call<C, S, T, P, B> : AnyCall;

/** A fused elementwise chain that a kernel applies to each result: text for the linker and the buffers it reads. */
export interface Epilogue {
  /** Readable, for labels: `add_relu`. */
  readonly label: string;
  /** WGSL: the operators' functions and `fn epilogue`. */
  readonly text: string;
  /** Extra read bindings, after the kernel's own. */
  readonly bindings: readonly { readonly name: string; readonly element: string; readonly buffer: BufferRef }[];
}

/** Declares a kernel; the fields type every call of it. */
export function defineKernel<
  const C extends Numbered = Record<never, never>,
  const S extends Numbered = Record<never, never>,
  const T extends Aliases = Record<never, never>,
  const P extends ParamSpecs = Record<never, never>,
  const B extends BindingSpecs = Record<never, never>,
>(declaration: Declaration<C, S, T, P, B>): TypedKernel<C, S, T, P, B> {
  const { entryPoint = 'main', needs = [], epilogue = false, joins } = declaration;
  const { constants = {}, sizes = {}, types = {} } = declaration;
  return { ...(declaration as Omit<Kernel, 'constants'>), entryPoint, needs, epilogue, joins, constants, sizes, types };
}
