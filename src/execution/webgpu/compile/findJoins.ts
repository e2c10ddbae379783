/**
 * Finds steps that could be one: an optimizer updates each parameter by the same kernel with the same numbers, so one
 * dispatch over all parameters does, once they lie end to end.
 */
import type { BufferRef } from '../bufferRef.ts';
import type { Dispatch, Join, Step } from './program.ts';

export function findJoins(steps: readonly Step[]): Join[] {
  const ids = new Map<BufferRef, number>();
  const groups = new Map<string, { step: Step; dispatch: Dispatch }[]>();
  for (const step of steps) {
    const dispatch = onlyDispatch(step);
    if (!dispatch || dispatch.linked.kernel.joins.length === 0) continue;
    const key = keyOf(dispatch, ids);
    groups.set(key, [...(groups.get(key) ?? []), { step, dispatch }]);
  }
  return [...groups.values()].flatMap((members) => {
    if (members.length < 2) return [];
    const dispatches = members.map(({ dispatch }) => dispatch);
    return [{ steps: members.map(({ step }) => step), dispatches, bindings: joinedBindings(dispatches[0]) }];
  });
}

/** Positions of the bindings that may be laid end to end. */
function joinedBindings({ linked }: Dispatch): number[] {
  return linked.bindings.flatMap(({ name }, i) => (linked.kernel.joins.includes(name) ? [i] : []));
}

function onlyDispatch({ dispatches }: Step): Dispatch | undefined {
  const [one, ...others] = dispatches.filter((each) => each.kind === 'dispatch');
  return others.length === 0 ? one : undefined;
}

/** Equal for dispatches that differ only in `count` and in the buffers that may be joined. */
function keyOf(dispatch: Dispatch, ids: Map<BufferRef, number>): string {
  const joined = joinedBindings(dispatch);
  const shared = dispatch.buffers.flatMap((ref, i) => (joined.includes(i) ? [] : [idOf(ref, ids)]));
  return [dispatch.linked.key, new Uint32Array(dispatch.params).slice(1), shared].join('|');
}

function idOf(ref: BufferRef, ids: Map<BufferRef, number>): number {
  const id = ids.get(ref) ?? ids.size;
  ids.set(ref, id);
  return id;
}
