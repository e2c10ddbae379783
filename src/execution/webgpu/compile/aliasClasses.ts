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
  bytes: number;
  first: number;
  last: number;
  fixed: Place | undefined;
  /** Written from outside before the run: its place cannot be a state's. */
  input: boolean;
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

  /** What a reference shares its memory with; `key` is the same for all of them. */
  of(ref: BufferRef): { readonly key: object; readonly fixed: Place | undefined } {
    const key = this.#class(ref);
    return { key, fixed: key.fixed };
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
    let found = this.#classes.get(ref);
    if (!found) {
      const bytes = bytesOfRef(ref);
      found = { parent: undefined, bytes, first: end, last: before, fixed: undefined, input: false };
      this.#classes.set(ref, found);
    }
    while (found.parent) found = found.parent;
    return found;
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
