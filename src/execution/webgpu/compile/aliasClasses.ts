/** Buffer references that share memory, joined as the memory plan goes, with the time from first to last use of each. */
import type { BufferRef } from '../bufferRef.ts';
import { bytesOfRef } from '../bufferRef.ts';
import type { LoweredGraph } from './lowerGraph.ts';
import type { Lifetime, Place } from './memoryPlan.ts';
import type { Copy, ProgramState } from './program.ts';
import { wholeOf } from './program.ts';

/** References with one place. `first` and `last` count dispatches; inputs begin at -1, outputs and states never end. */
interface Class {
  parent: Class | undefined;
  /** Bytes from the beginning of the parent. */
  offset: number;
  bytes: number;
  first: number;
  last: number;
  fixed: Place | undefined;
  /** Written from outside before the run: its place cannot be a state's. */
  input: boolean;
  /** What names all of it, where buffers were laid end to end in it. */
  arena: BufferRef | undefined;
}

/** A class as the memory plan sees it. */
export interface ClassView {
  readonly key: object;
  readonly fixed: Place | undefined;
  readonly offset: number;
  readonly input: boolean;
  readonly bytes: number;
}

export class AliasClasses {
  readonly #classes = new Map<BufferRef, Class>();
  readonly #states: readonly ProgramState[];

  constructor(program: LoweredGraph) {
    this.#states = program.states;
    for (const { ref } of program.uploads) this.#class(ref).fixed = { kind: 'constant', ref };
    program.states.forEach(({ value }, state) => {
      this.#class(value).fixed = { kind: 'state', state };
    });
    for (const [a, b] of program.aliases) this.#join(this.#class(wholeOf(a)), this.#class(wholeOf(b)));
    for (const ref of program.inputs.values()) {
      this.#touch(ref, -1);
      this.#class(ref).input = true;
    }
    program.steps
      .flatMap((step) => step.dispatches)
      .forEach((dispatch, time) => {
        const refs = dispatch.kind === 'dispatch' ? dispatch.buffers : [dispatch.from, dispatch.to];
        for (const ref of refs) this.#touch(wholeOf(ref), time);
      });
    for (const output of program.outputs.values()) if (output.kind === 'buffer') this.#touch(output.ref, end);
  }

  /** What a reference shares its memory with: `key` is the same for all of them, `offset` in bytes. */
  of(ref: BufferRef): ClassView {
    let found = this.#declared(ref);
    let offset = 0;
    for (; found.parent; found = found.parent) offset += found.offset;
    const { fixed, input, bytes } = found;
    return { key: found, fixed, offset, input, bytes };
  }

  /**
   * Lays buffers end to end in one, each at a multiple of the alignment. They must lie so already, or have places of
   * their own so far, either all transient or all states.
   *
   * @returns the buffer that holds them all, alive at `time` too
   */
  layEndToEnd(refs: readonly BufferRef[], alignment: number, time: number): BufferRef {
    const laid = this.laidEndToEnd(refs, alignment);
    if (laid) {
      this.#touch(laid, time);
      return laid;
    }
    const members = refs.map((ref) => this.#class(wholeOf(ref)));
    const bytes = members.reduce((sum, member) => sum + Math.ceil(member.bytes / alignment) * alignment, 0);
    const name = `${refs[0].name} and ${refs.length - 1} more`;
    const arena: BufferRef = { name, kind: 'transient', element: refs[0].element, count: bytes / 4 };
    const whole = this.#class(arena);
    let offset = 0;
    for (const member of members) {
      const { bytes: size } = member;
      this.#join(whole, member);
      member.offset = offset;
      offset += Math.ceil(size / alignment) * alignment;
    }
    whole.bytes = bytes;
    whole.arena = arena;
    this.#touch(arena, time);
    return arena;
  }

  /** The buffer that holds these and nothing else end to end, if they were laid so. */
  laidEndToEnd(refs: readonly BufferRef[], alignment: number): BufferRef | undefined {
    const { arena } = this.#class(wholeOf(refs[0]));
    if (!arena || refs.some(({ part }) => part)) return undefined;
    const { key, bytes } = this.of(arena);
    let offset = 0;
    for (const ref of refs) {
      const view = this.of(ref);
      if (view.key !== key || view.offset !== offset) return undefined;
      offset += Math.ceil(bytesOfRef(ref) / alignment) * alignment;
    }
    return offset === bytes ? arena : undefined;
  }

  /** Gives both sides of a copy one place if nobody can tell. */
  joinCopy({ from, to }: Copy, time: number): boolean {
    const source = this.#class(wholeOf(from));
    const target = this.#class(wholeOf(to));
    if (source === target) return true;
    const whole = !from.part && !to.part && source.bytes === target.bytes;
    if (!whole || target.fixed || target.first < time || source.last > time) return false;
    if (source.fixed && !this.#isNext(target, source.fixed)) return false;
    this.#join(source, target);
    return true;
  }

  /** Puts a state's next value into the state's own buffer if the old value is not read any more by then. */
  placeNext({ value, next }: ProgramState): boolean {
    const own = this.#class(value);
    const source = this.#class(next);
    if (own === source) return true;
    if (source.fixed || source.input || source.first <= own.last) {
      this.#touch(next, end);
      return false;
    }
    this.#join(own, source);
    return true;
  }

  /** Everything that needs a slot of the pool. */
  transients(): Lifetime[] {
    const roots = new Set([...this.#classes.keys()].map((ref) => this.#class(ref)));
    return [...roots].flatMap((root) => {
      if (root.fixed || root.last < root.first) return [];
      return [{ key: root, bytes: root.bytes, first: root.first, last: root.last }];
    });
  }

  #isNext(target: Class, fixed: Place): boolean {
    return fixed.kind === 'state' && this.#class(wholeOf(this.#states[fixed.state].next)) === target;
  }

  #class(ref: BufferRef): Class {
    let found = this.#declared(ref);
    while (found.parent) found = found.parent;
    return found;
  }

  #declared(ref: BufferRef): Class {
    const known = this.#classes.get(ref);
    if (known) return known;
    const bytes = bytesOfRef(ref);
    const made: Class = {
      parent: undefined,
      offset: 0,
      bytes,
      first: end,
      last: before,
      fixed: undefined,
      input: false,
      arena: undefined,
    };
    this.#classes.set(ref, made);
    return made;
  }

  #touch(ref: BufferRef, time: number): void {
    const root = this.#class(ref);
    root.first = Math.min(root.first, time);
    root.last = Math.max(root.last, time);
  }

  #join(into: Class, from: Class): void {
    if (into === from) return;
    from.parent = into;
    into.bytes = Math.max(into.bytes, from.bytes);
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
    into.fixed ??= from.fixed;
    into.input ||= from.input;
  }
}

const end = Number.POSITIVE_INFINITY;
const before = Number.NEGATIVE_INFINITY;
