/**
 * Finds dispatches that could be one: an optimizer updates each parameter by the same kernel with the same numbers, so
 * one dispatch over all parameters does, once they lie end to end.
 */
import type { BufferRef } from '../bufferRef.ts';
import { paramAt } from './joinParams.ts';
import type { Dispatch, Join, JoinMember, Step } from './program.ts';

export function findJoins(steps: readonly Step[]): Join[] {
  const ids = new Map<BufferRef, number>();
  const groups = new Map<string, JoinMember[]>();
  for (const step of steps)
    for (const dispatch of step.dispatches) {
      if (dispatch.kind !== 'dispatch' || !dispatch.linked.kernel.joins) continue;
      const key = keyOf(dispatch, ids);
      groups.set(key, [...(groups.get(key) ?? []), { step, dispatch }]);
    }
  return [...groups.values()].flatMap(byAmount).flatMap((members) => {
    if (members.length < 2) return [];
    return [{ members, bindings: joinedBindings(members[0].dispatch) }];
  });
}

// ---------------------------------------------------------------------------------------------

/** Positions of the bindings that may be laid end to end. */
function joinedBindings({ linked }: Dispatch): number[] {
  const names = linked.kernel.joins?.bindings ?? [];
  return linked.bindings.flatMap(({ name }, i) => (names.includes(name) ? [i] : []));
}

/** Equal for dispatches that differ only in what one call for all of them settles, and in the buffers that may be joined. */
function keyOf(dispatch: Dispatch, ids: Map<BufferRef, number>): string {
  const { kernel, key } = dispatch.linked;
  const joined = joinedBindings(dispatch);
  const shared = dispatch.buffers.flatMap((ref, i) => (joined.includes(i) ? [] : [idOf(ref, ids)]));
  const { own = [], share } = kernel.joins ?? {};
  const settled = ['count', ...own, ...(share ? [share.amount, share.until] : [])];
  const params = dispatch.params.slice(0);
  for (const name of settled) paramAt(kernel, params, name).set(0);
  return [key, new Uint32Array(params), shared].join('|');
}

/** Members with one amount each, those without any beside the first; who has it comes before who has not. */
function byAmount(members: readonly JoinMember[]): (readonly JoinMember[])[] {
  const amountOf = ({ dispatch: { linked, params } }: JoinMember): number => {
    const name = linked.kernel.joins?.share?.amount;
    return name === undefined ? 0 : paramAt(linked.kernel, params, name).get();
  };
  const amounts = [...new Set(members.map(amountOf))].filter((amount) => amount !== 0);
  if (amounts.length === 0) return [members];
  const without = members.filter((member) => amountOf(member) === 0);
  return amounts.map((amount, i) => [
    ...members.filter((member) => amountOf(member) === amount),
    ...(i === 0 ? without : []),
  ]);
}

function idOf(ref: BufferRef, ids: Map<BufferRef, number>): number {
  const id = ids.get(ref) ?? ids.size;
  ids.set(ref, id);
  return id;
}
