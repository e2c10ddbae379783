/**
 * Gives every buffer reference of a program its place: a slot of a pool shared by values that are never alive together,
 * a constant's own buffer, or a state's own buffer. A slot is one GPU buffer, so a dispatch never reads and writes the
 * same buffer through two bindings. A state's next value is computed in the state's buffer where nobody reads the old
 * value later; elsewhere it is copied there when the run ends.
 */
import { invariant } from '../../../core/errors.ts';
import type { BufferRef } from '../bufferRef.ts';
import type { Limits } from '../capabilities.ts';
import { portableMinimum } from '../capabilities.ts';
import { AliasClasses } from './aliasClasses.ts';
import { applyJoins } from './applyJoins.ts';
import type { LoweredGraph } from './lowerGraph.ts';
import type { Copy, ProgramState, Step } from './program.ts';
import { wholeOf } from './program.ts';

export type Place =
  | { readonly kind: 'slot'; readonly slot: number }
  /** The upload's own reference. */
  | { readonly kind: 'constant'; readonly ref: BufferRef }
  /** The buffer of a state, by its position among the states; several states may share the buffer of the first. */
  | { readonly kind: 'state'; readonly state: number };

/** A place with the bytes from its beginning. */
export type PlacedAt = Place & { readonly offset: number };

export interface MemoryPlan {
  /** Bytes of each pooled buffer. */
  readonly slots: readonly number[];
  /** Bytes of each buffer that holds states, by the position of its first state. */
  readonly stateBuffers: ReadonlyMap<number, number>;
  placeOf(ref: BufferRef): PlacedAt;
  /** The program's steps, with those joined that could be. */
  readonly steps: readonly Step[];
  /** Copies that could not be avoided. */
  readonly copies: ReadonlySet<Copy>;
  /** States whose next value lies elsewhere when the run ends. */
  readonly stateCopies: readonly ProgramState[];
}

export function planMemory(program: LoweredGraph, limits: Limits = portableMinimum.limits): MemoryPlan {
  const classes = new AliasClasses(program);
  const dispatches = program.steps.flatMap((step) => step.dispatches);
  const copies = new Set<Copy>();
  dispatches.forEach((dispatch, time) => {
    if (dispatch.kind === 'copy' && !classes.joinCopy(dispatch, time)) copies.add(dispatch);
  });
  const stateCopies = program.states.filter((state) => !classes.placeNext(state));
  const steps = applyJoins(program, classes, copies, limits);
  const { slots, slotOf } = assignSlots(classes.transients());
  const placeOf = (ref: BufferRef): PlacedAt => {
    const { fixed, key, offset } = classes.of(wholeOf(ref));
    if (fixed) return { ...fixed, offset };
    const slot = slotOf.get(key);
    invariant(slot !== undefined, `the buffer ${ref.name} has no place`);
    return { kind: 'slot', slot, offset };
  };
  return { slots, stateBuffers: stateBuffersOf(program, classes), placeOf, steps, copies, stateCopies };
}

// ---------------------------------------------------------------------------------------------

/** When something is alive, in numbers of dispatches, both ends included. */
export interface Lifetime {
  readonly key: object;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

function stateBuffersOf({ states }: LoweredGraph, classes: AliasClasses): Map<number, number> {
  return new Map(
    states.flatMap(({ value }) => {
      const { fixed, bytes } = classes.of(value);
      return fixed?.kind === 'state' ? [[fixed.state, bytes] as const] : [];
    }),
  );
}

/** Largest first, each into the first slot that is free all its life. */
function assignSlots(lifetimes: readonly Lifetime[]): { slots: number[]; slotOf: ReadonlyMap<object, number> } {
  const slots: { bytes: number; users: Lifetime[] }[] = [];
  const slotOf = new Map<object, number>();
  for (const life of [...lifetimes].sort((a, b) => b.bytes - a.bytes)) {
    let slot = slots.findIndex(({ users }) =>
      users.every((other) => other.last < life.first || life.last < other.first),
    );
    if (slot < 0) slot = slots.push({ bytes: life.bytes, users: [] }) - 1;
    slots[slot].users.push(life);
    slotOf.set(life.key, slot);
  }
  return { slots: slots.map(({ bytes }) => bytes), slotOf };
}
